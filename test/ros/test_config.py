# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The files in config/ agree with the code."""

from dataclasses import fields
from pathlib import Path
import re

import yaml

from seg_ros.parameter_file import render_parameter_file
from seg_ros.settings import SegmentationNodeSettings, SegmenterSettings

CONFIG = Path(__file__).parents[2] / 'config'
OUTPUTS = Path(__file__).parents[2] / 'seg_ros' / 'ros' / 'outputs.py'


def test_the_parameter_file_is_what_the_settings_render() -> None:
    """Write it anew with `python -m seg_ros params > config/segmentation.yaml`."""
    assert (CONFIG / 'segmentation.yaml').read_text() == render_parameter_file()


def test_the_parameter_file_gives_every_default() -> None:
    given = yaml.safe_load(render_parameter_file())['/**']['ros__parameters']
    defaults = {setting.name: setting.default
                for kind in (SegmenterSettings, SegmentationNodeSettings)
                for setting in fields(kind)}
    assert given == {name: list(value) if isinstance(value, tuple) else value
                     for name, value in defaults.items()}


def test_rviz_shows_topics_that_are_there() -> None:
    manager = yaml.safe_load((CONFIG / 'segmentation.rviz').read_text())['Visualization Manager']
    shown = [display['Topic']['Value'] for display in manager['Displays']]
    advertised = re.findall(r"'~(/[\w/]+)'", OUTPUTS.read_text())
    assert set(shown) <= {'/image', *(f'/segmentation_node{name}' for name in advertised)}
