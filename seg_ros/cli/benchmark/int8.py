# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The figure of quantised networks: an int8 network against the float one that it was made of."""

from pathlib import Path

from seg_ros.cli.benchmark.models import bare_run
from seg_ros.cli.benchmark.rounds import Figure, LeftOut, ratio
from seg_ros.settings import SegmenterSettings
from seg_ros.vision.catalogue import SHIPPED
from seg_ros.vision.engine import open_engine


def int8_over_float(rounds: int) -> Figure:
    """
    Return bare int8 over bare float, of all pairs that are shipped the one that gains least now.

    Raises LeftOut where none is shipped.
    """
    figures = [_compared(twin, path, rounds) for path, twin in pairs_in(SHIPPED)]
    if not figures:
        raise LeftOut(f'no network with an int8 twin lies in {SHIPPED}')
    return max(figures, key=lambda figure: figure.median)


def pairs_in(folder: Path) -> list[tuple[Path, Path]]:
    """Return `<name>.onnx` and `<name>_int8.onnx` of every network that has both."""
    twins = sorted(folder.glob('*_int8.onnx'))
    pairs = [(twin.with_name(twin.name.replace('_int8.', '.')), twin) for twin in twins]
    return [(path, twin) for path, twin in pairs if path.is_file()]


def _compared(ours: Path, reference: Path, rounds: int) -> Figure:
    engines = (open_engine(path, threads=SegmenterSettings.threads) for path in (ours, reference))
    return ratio(*(bare_run(engine) for engine in engines), rounds)
