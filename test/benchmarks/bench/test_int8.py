# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Networks are compared with their own int8 twins."""

from pathlib import Path

import pytest

from benchmarks.bench import int8
from benchmarks.bench.int8 import int8_over_float, pairs_in
from seg_ros.cli.rounds import Figure, LeftOut
from seg_ros.inference.model_files import INCLUDED_MODELS


def test_pairs_are_found_by_their_names(tmp_path: Path) -> None:
    for name in ('weeds', 'weeds_int8', 'vegetation', 'lost_int8'):
        (tmp_path / f'{name}.onnx').touch()
    assert pairs_in(tmp_path) == [(tmp_path / 'weeds.onnx', tmp_path / 'weeds_int8.onnx')]


def test_a_pair_is_shipped() -> None:
    assert pairs_in(INCLUDED_MODELS)


def test_without_a_pair_it_is_left_out(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(int8, 'INCLUDED_MODELS', tmp_path)
    with pytest.raises(LeftOut, match='no network with an int8 twin'):
        int8_over_float(1)


def test_the_pair_that_gains_least_is_reported(tmp_path, monkeypatch) -> None:
    def compared(ours: Path, reference: Path, rounds: int) -> Figure:
        ratio = {'quick_int8 over quick': 0.3, 'slow_int8 over slow': 0.7}
        return Figure((ratio[f'{ours.stem} over {reference.stem}'], float(rounds)))

    monkeypatch.setattr(int8, '_compared', compared)
    monkeypatch.setattr(int8, 'INCLUDED_MODELS', tmp_path)
    for name in ('slow', 'slow_int8', 'quick', 'quick_int8'):
        (tmp_path / f'{name}.onnx').touch()
    assert int8_over_float(4) == Figure((0.7, 4.0))
