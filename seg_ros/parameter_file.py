# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The settings as a ROS parameter file, each with its help, range and default."""

from dataclasses import Field, fields
import json
from typing import Any

from seg_ros.settings import (
    DrivableNodeSettings, FreeSpaceSettings, GroundSettings, knob_of, MountSettings,
    PatchNodeSettings, PlannerSettings, SegmentationNodeSettings, SegmenterSettings,
)

SETTINGS = {
    'segmentation_node': (SegmenterSettings, SegmentationNodeSettings),
    'patch_node': (GroundSettings, PlannerSettings, PatchNodeSettings),
    'drivable_node': (MountSettings, FreeSpaceSettings, DrivableNodeSettings),
}
"""The nodes that have a parameter file, and the classes of settings in it."""


def render_parameter_file(node: str = 'segmentation_node') -> str:
    """Return the text of a file in config/: every parameter of a node of SETTINGS."""
    lines = [
        f'# Every parameter of {node} with its default, for `params_file:=` of the',
        '# launch file or `--ros-args --params-file`. Those marked live can be set while it runs.',
        '/**:',
        '  ros__parameters:',
    ]
    for kind in SETTINGS[node]:
        for setting in fields(kind):
            lines += ['', f'    # {knob_of(setting).help}']
            lines += [f'    {setting.name}: {_yaml(setting.default)}{_notes(setting)}']
    return '\n'.join(lines) + '\n'


def _notes(setting: Field) -> str:
    knob = knob_of(setting)
    notes = [f'{knob.low} to {knob.high}'] if knob.low is not None else []
    notes += [' or '.join(knob.choices)] if knob.choices else []
    notes += ['live'] if knob.live else []
    return f'  # {", ".join(notes)}' if notes else ''


def _yaml(value: Any) -> str:
    # JSON is YAML, and leaves no doubt about what is a string.
    return json.dumps(list(value) if isinstance(value, tuple) else value)
