# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The figures and their keys; how large they are is for quiet machines to say."""

import json
import sys

import pytest

from seg_ros.cli.main import main

KEYS = [
    'pre_post_over_run_vga', 'preprocess_over_numpy', 'decode_over_argmax_5_active',
    'decode_over_argmax_all_active', 'decode_pixels_differ', 'decode_extra_mb',
    'overlay_over_loop', 'statistics_over_components', 'patches_over_components',
]


def test_json_has_median_and_spread_of_every_figure(capsys):
    pytest.importorskip('onnx', reason='onnx is not installed')
    assert main(['bench', '--rounds', '1', '--json']) == 0
    captured = capsys.readouterr()
    figures = json.loads(captured.out)
    assert list(figures) == KEYS
    for figure in figures.values():
        assert list(figure) == ['median', 'min', 'max']
        assert figure['min'] <= figure['median'] <= figure['max']
    assert captured.err == ''


def test_without_onnx_it_says_so_in_one_line(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, 'onnx', None)
    assert main(['bench', '--rounds', '1']) == 1
    said = capsys.readouterr().err
    assert 'pip install onnx' in said and said.count('\n') == 1


@pytest.mark.parametrize('rounds', ['0', 'many'])
def test_rounds_are_counted_from_one(rounds):
    with pytest.raises(SystemExit) as stop:
        main(['bench', '--rounds', rounds])
    assert stop.value.code == 2
