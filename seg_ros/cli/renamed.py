# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Names of 0.1 that scripts may use: refused with the new name, until 0.3."""

import argparse
from collections.abc import Sequence
import sys
from typing import Any

from seg_ros.errors import ParameterError

VERBS = {'field': 'seg_ros sim', 'bench': 'make bench'}
TRAIN_OPTIONS = {
    '--rate': '--lr',
    '--decay': '--weight-decay',
    '--batch': '--batch-size',
    '--begin-with': '--init',
    '--net': '--architecture',
    '--turn': '--rotate',
    '--light': '--photometric',
    '--rare': '--minority-share',
    '--average': '--ema',
}


class _Refused(argparse.Action):
    """An option that was renamed."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Raise ParameterError with the new name."""
        raise ParameterError(f'{option_string} is now {self.const}')


def refuse_old_options(parser: argparse.ArgumentParser, options: dict[str, str]) -> None:
    """Make the parser raise ParameterError, with the new name, on each old option."""
    for old, new in options.items():
        parser.add_argument(
            old,
            action=_Refused,
            const=new,
            nargs='?',
            dest='renamed',
            default=argparse.SUPPRESS,
            help=argparse.SUPPRESS,
        )


def field_camera() -> int:
    """Refuse the old executable."""
    return _refuse_executable('field_camera', 'sim_camera')


def field_sprayer() -> int:
    """Refuse the old executable."""
    return _refuse_executable('field_sprayer', 'sim_sprayer')


def _refuse_executable(old: str, new: str) -> int:
    print(f'seg_ros: error: the executable {old} is now {new}', file=sys.stderr)
    return 1
