# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The figures and their keys; how large they are is for quiet machines to say."""

from __future__ import annotations

import json
import sys

import pytest

from benchmarks.bench import __main__ as bench
from benchmarks.bench.__main__ import FIGURES, Item, main
from seg_ros.cli.rounds import Figure, LeftOut
from seg_ros.errors import SegRosError

KEYS = [
    'pre_post_over_run_vga',
    'pre_post_over_run_vga_fast',
    'pre_post_over_run_1080p_5_active',
    'pre_post_over_run_1080p_all_active',
    'preprocess_over_numpy',
    'decode_over_argmax_5_active',
    'decode_over_argmax_all_active',
    'decode_pixels_differ',
    'decode_extra_mb',
    'overlay_over_loop',
    'patch_statistics_over_cc',
    'patch_points_over_cc',
    'frame_age_periods_slow_network',
    'frame_age_periods_fast_network',
    'timer_gap_p95_ms',
    'node_over_run',
    'int8_over_float',
]
OVER_DDS = KEYS[12:16]


@pytest.fixture
def two_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave one figure that holds, one that does not, and one that cannot be measured."""

    def refuse(rounds: int) -> Figure:
        raise LeftOut('no such thing here')

    small = iter([Figure((value,)) for value in (1.0, 9.0, 2.0, 2.0)])
    monkeypatch.setattr(
        bench,
        'FIGURES',
        (
            Item('small', 4.0, lambda rounds: next(small), 'what is small'),
            Item('lost', 1.0, refuse, 'what is lost'),
            Item('large', 1.0, lambda rounds: Figure((1.5,) * rounds), 'what is large'),
        ),
    )


def test_keys() -> None:
    assert [item.key for item in FIGURES] == KEYS


@pytest.mark.parametrize('key', [key for key in KEYS if key not in OVER_DDS])
def test_every_figure_of_this_process_is_reported(key) -> None:
    pytest.importorskip('onnx', reason='onnx is not installed')
    figure = next(item for item in FIGURES if item.key == key).measure(1)
    assert 0 <= figure.lowest <= figure.median <= figure.highest


def test_json_has_median_and_spread_of_what_was_measured(two_figures, capsys) -> None:
    assert main(['--json', '--rounds', '4']) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {
        'small': {'median': 2.0, 'min': 1.0, 'max': 9.0},
        'large': {'median': 1.5, 'min': 1.5, 'max': 1.5},
    }
    assert captured.err == 'seg_ros: left out lost: no such thing here\n'


def test_what_fails_in_a_later_pass_costs_that_pass_alone(monkeypatch, capsys) -> None:
    outputs = iter([Figure((1.0,)), SegRosError('no node replied'), Figure((3.0,))])

    def measure(rounds: int) -> Figure:
        if isinstance(output := next(outputs), Figure):
            return output
        raise output

    monkeypatch.setattr(bench, 'FIGURES', (Item('one', 1.0, measure, ''),))
    assert main(['--json', '--rounds', '3']) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {'one': {'median': 2.0, 'min': 1.0, 'max': 3.0}}
    assert captured.err == 'seg_ros: left out rounds of one: no node replied\n'


@pytest.mark.parametrize('rounds, asked', [(1, [1]), (3, [1] * 3), (12, [3, 3, 2, 2, 2])])
def test_rounds_are_spread_over_the_whole_time(rounds, asked, monkeypatch) -> None:
    known = []
    monkeypatch.setattr(
        bench,
        'FIGURES',
        (Item('one', 1.0, lambda rounds: known.append(rounds) or Figure((0.0,)), ''),),
    )
    assert main(['--rounds', str(rounds)]) == 0
    assert known == asked


def test_the_table_says_what_holds_and_what_it_means(two_figures, capsys) -> None:
    assert main(['--rounds', '4']) == 0
    table, meanings = capsys.readouterr().out.split('\n\n')
    assert table.splitlines()[1].endswith('held')
    assert table.splitlines()[2].endswith('NOT HELD')
    assert meanings.splitlines() == ['small: what is small', 'large: what is large']


def test_without_onnx_it_says_so_in_one_line(monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, 'onnx', None)
    assert main(['--rounds', '1']) == 1
    said = capsys.readouterr().err
    assert 'pip install onnx' in said and said.count('\n') == 1


@pytest.mark.parametrize('rounds', ['0', 'many'])
def test_rounds_are_counted_from_one(rounds) -> None:
    with pytest.raises(SystemExit) as stop:
        main(['--rounds', rounds])
    assert stop.value.code == 2
