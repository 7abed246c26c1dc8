# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The verb that measures a network on this machine."""

import json

import pytest

from seg_ros.cli.main import main


def test_a_network_is_measured(capsys) -> None:
    assert main(['benchmark', 'vegetation', '--frames', '3', '--size', '64', '48', '--json']) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures['provider'] == 'CPUExecutionProvider'
    assert 0 < figures['run_median_ms'] <= figures['frame_median_ms']
    assert figures['frames_per_s'] == pytest.approx(1e3 / figures['frame_median_ms'], rel=0.1)


def test_a_table_is_for_people(capsys) -> None:
    assert main(['benchmark', 'vegetation', '--frames', '1', '--size', '64', '48']) == 0
    assert 'pre and post over run' in capsys.readouterr().out


def test_a_model_that_is_not_there_is_refused_in_one_line(capsys) -> None:
    assert main(['benchmark', 'nowhere.onnx']) == 1
    assert capsys.readouterr().err.count('\n') == 1
