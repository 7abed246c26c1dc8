# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The parameters as a ROS parameter file, each with its help, range and default."""

from dataclasses import Field, fields
import json
from typing import Any

from seg_ros.parameters import (
    DrivableNodeParameters,
    FreeSpaceParameters,
    GeometryParameters,
    MountParameters,
    PatchNodeParameters,
    PlannerParameters,
    SegmentationNodeParameters,
    SegmenterParameters,
    spec_of,
)

SETTINGS = {
    'segmentation_node': (SegmenterParameters, SegmentationNodeParameters),
    'patch_node': (GeometryParameters, PlannerParameters, PatchNodeParameters),
    'drivable_node': (MountParameters, FreeSpaceParameters, DrivableNodeParameters),
}
"""The nodes that have a parameter file, and the classes of parameters in it."""


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
            lines += ['', f'    # {spec_of(setting).help}']
            lines += [f'    {setting.name}: {_yaml(setting.default)}{_notes(setting)}']
    return '\n'.join(lines) + '\n'


def _notes(setting: Field) -> str:
    knob = spec_of(setting)
    notes = [f'{knob.low} to {knob.high}'] if knob.low is not None else []
    notes += [' or '.join(knob.choices)] if knob.choices else []
    notes += ['live'] if knob.live else []
    return f'  # {", ".join(notes)}' if notes else ''


def _yaml(value: Any) -> str:
    # JSON is YAML, and leaves no doubt about what is a string.
    return json.dumps(list(value) if isinstance(value, tuple) else value)
