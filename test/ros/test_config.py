# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The files in config/ agree with the code."""

from dataclasses import fields
from pathlib import Path
import re

import pytest
import yaml

from seg_ros.parameters.parameter_file import PARAMETERS, render_parameter_file

CONFIG = Path(__file__).parents[2] / 'config'
FILES = {
    'segmentation_node': 'segmentation.yaml',
    'patch_node': 'patches.yaml',
    'drivable_node': 'drivable.yaml',
}
OUTPUTS = Path(__file__).parents[2] / 'seg_ros' / 'ros' / 'segmentation_node' / 'outputs.py'


@pytest.mark.parametrize('node, file', FILES.items())
def test_the_parameter_file_is_what_the_settings_render(node, file) -> None:
    """Write it anew with `python -m seg_ros params <node> > config/<file>`."""
    assert (CONFIG / file).read_text() == render_parameter_file(node)


@pytest.mark.parametrize('node', PARAMETERS)
def test_the_parameter_file_gives_every_default(node) -> None:
    given = yaml.safe_load(render_parameter_file(node))['/**']['ros__parameters']
    defaults = {field.name: field.default for kind in PARAMETERS[node] for field in fields(kind)}
    assert given == {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in defaults.items()
    }


def test_no_two_settings_of_a_node_have_one_name() -> None:
    for kinds in PARAMETERS.values():
        names = [field.name for kind in kinds for field in fields(kind)]
        assert len(names) == len(set(names))


def test_rviz_shows_topics_that_are_there() -> None:
    manager = yaml.safe_load((CONFIG / 'segmentation.rviz').read_text())['Visualization Manager']
    shown = [display['Topic']['Value'] for display in manager['Displays']]
    advertised = re.findall(r"'~(/[\w/]+)'", OUTPUTS.read_text())
    assert set(shown) <= {'/image', *(f'/segmentation_node{name}' for name in advertised)}
