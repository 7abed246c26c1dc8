# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The figure of quantized networks: an int8 network against the float one that it was made of."""

from functools import cache
from pathlib import Path

from benchmarks.bench.models import bare_run
from seg_ros.cli.rounds import Figure, LeftOut, ratio
from seg_ros.inference.engine import open_engine
from seg_ros.inference.model_files import INCLUDED_MODELS
from seg_ros.parameters import SegmenterParameters

ROUNDS_TO_CHOOSE = 15


def int8_over_float(rounds: int) -> Figure:
    """
    Return bare int8 over bare float, of all pairs that are shipped the one that gains least.

    Raises LeftOut where none is shipped.
    """
    path, twin = slowest_pair_in(INCLUDED_MODELS)
    return _compared(twin, path, rounds)


@cache
def slowest_pair_in(folder: Path) -> tuple[Path, Path]:
    """Return float and int8 network of the pair that gains least; LeftOut where there is none."""
    pairs = pairs_in(folder)
    if not pairs:
        raise LeftOut(f'no network with an int8 twin lies in {folder}')
    return max(pairs, key=lambda pair: _compared(pair[1], pair[0], ROUNDS_TO_CHOOSE).median)


def pairs_in(folder: Path) -> list[tuple[Path, Path]]:
    """Return `<name>.onnx` and `<name>_int8.onnx` of every network that has both."""
    twins = sorted(folder.glob('*_int8.onnx'))
    pairs = [(twin.with_name(twin.name.replace('_int8.', '.')), twin) for twin in twins]
    return [(path, twin) for path, twin in pairs if path.is_file()]


def _compared(ours: Path, reference: Path, rounds: int) -> Figure:
    run_ours, run_reference = (
        bare_run(open_engine(path, threads=SegmenterParameters.threads))
        for path in (ours, reference)
    )
    return ratio(run_ours, run_reference, rounds)
