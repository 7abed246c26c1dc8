# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`seg_ros params` prints parameter files."""

import pytest

from seg_ros.cli.main import main
from seg_ros.parameters.parameter_file import PARAMETERS, render_parameter_file


def test_params_prints_the_file(capsys):
    assert main(['params']) == 0
    assert capsys.readouterr().out == render_parameter_file()


@pytest.mark.parametrize('node', PARAMETERS)
def test_params_prints_the_file_of_a_node(capsys, node):
    assert main(['params', node]) == 0
    printed = capsys.readouterr().out
    assert printed == render_parameter_file(node) and f'parameter of {node} with' in printed


def test_params_of_an_unknown_node_are_refused(capsys):
    with pytest.raises(SystemExit):
        main(['params', 'nobody'])
    assert 'patch_node' in capsys.readouterr().err
