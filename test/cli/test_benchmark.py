# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The verb that measures a network on this machine."""

import json
from pathlib import Path

import pytest

from seg_ros.cli.main import main


def figures_of(capsys: pytest.CaptureFixture, *arguments: str) -> dict:
    """Return the figures that `benchmark` prints as JSON."""
    assert main(['benchmark', *arguments, '--json']) == 0
    return json.loads(capsys.readouterr().out)


def test_a_network_is_measured(capsys) -> None:
    figures = figures_of(capsys, 'vegetation', '--frames', '3', '--size', '64', '48')
    assert figures['provider'] == 'CPUExecutionProvider'
    assert 0 < figures['run_median_ms'] <= figures['frame_median_ms']
    assert figures['frames_per_s'] == pytest.approx(1e3 / figures['frame_median_ms'], rel=0.1)


@pytest.mark.skipif(not Path('/proc/self/status').exists(), reason='memory is measured on Linux')
def test_peak_memory_grows_with_the_image(capsys) -> None:
    small, large = (
        figures_of(capsys, 'vegetation', '--frames', '1', '--size', *size)['peak_memory_mb']
        for size in (('64', '48'), ('1920', '1080'))
    )
    # One float32 input of 1920 x 1080 pixels and three channels has 25 MB.
    assert 0 <= small < large - 20


def test_where_memory_cannot_be_measured_there_is_no_figure(capsys, monkeypatch) -> None:
    monkeypatch.setattr('seg_ros.inference.memory._STATUS', Path('/nowhere'))
    options = ['vegetation', '--frames', '1', '--size', '64', '48']
    assert figures_of(capsys, *options)['peak_memory_mb'] is None
    assert main(['benchmark', *options]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ['peak', 'memory', 'mb', '-'] in lines


def test_the_default_output_is_a_table(capsys) -> None:
    assert main(['benchmark', 'vegetation', '--frames', '1', '--size', '64', '48']) == 0
    assert 'pre and post over run' in capsys.readouterr().out


def test_a_missing_model_is_refused_in_one_line(capsys) -> None:
    assert main(['benchmark', 'nowhere.onnx']) == 1
    assert capsys.readouterr().err.count('\n') == 1
