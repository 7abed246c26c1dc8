# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Render parameters as a ROS parameter file, each with its help, range and default."""

from dataclasses import Field, fields
import json
from typing import Any

from seg_ros.parameters import (
    DrivableNodeParameters,
    FreeSpaceParameters,
    GeometryParameters,
    HardImageParameters,
    MountParameters,
    PatchNodeParameters,
    PatchTrackerParameters,
    SegmentationNodeParameters,
    SegmenterParameters,
    spec_of,
)

PARAMETERS = {
    'segmentation_node': (SegmenterParameters, SegmentationNodeParameters, HardImageParameters),
    'patch_node': (GeometryParameters, PatchTrackerParameters, PatchNodeParameters),
    'drivable_node': (MountParameters, FreeSpaceParameters, DrivableNodeParameters),
}
"""The nodes that have a parameter file, and the classes of parameters in it."""


def render_parameter_file(node: str = 'segmentation_node') -> str:
    """Return the text of a file in config/: every parameter of a node of PARAMETERS."""
    lines = [
        f'# Every parameter of {node} with its default, for `params_file:=` of the launch file or',
        '# `--ros-args --params-file`. Those marked live can change at run time; the others are',
        '# read when the node is configured.',
        '/**:',
        '  ros__parameters:',
    ]
    for kind in PARAMETERS[node]:
        for field in fields(kind):
            lines += ['', f'    # {spec_of(field).help}']
            lines += [f'    {field.name}: {_yaml(field.default)}{_notes(field)}']
    return '\n'.join(lines) + '\n'


def _notes(field: Field) -> str:
    spec = spec_of(field)
    notes = [f'{spec.low} to {spec.high}'] if spec.low is not None else []
    notes += [' or '.join(spec.choices)] if spec.choices else []
    notes += ['live'] if spec.live else []
    return f'  # {", ".join(notes)}' if notes else ''


def _yaml(value: Any) -> str:
    # JSON is YAML, and leaves no doubt about what is a string.
    return json.dumps(list(value) if isinstance(value, tuple) else value)
