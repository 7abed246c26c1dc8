# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The parameter file on the screen."""

from seg_ros.cli.main import main
from seg_ros.parameter_file import render_parameter_file


def test_params_prints_the_file(capsys):
    assert main(['params']) == 0
    assert capsys.readouterr().out == render_parameter_file()
