# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The dataset.yaml of converted labels."""

import yaml

from seg_ros.datatypes import UNLABELLED
from seg_ros.label_formats.class_table import ClassTable


def dataset_yaml(classes: ClassTable, format_name: str) -> str:
    """Return YAML that `train` reads: classes with colors, groups, and ignored label ids."""
    lines = [f'# Written by `seg_ros labels` from {format_name}.', 'classes:']
    lines += [
        f'  - {{id: {label.id}, name: {_text(label.name)}, color: {list(label.color)}}}'
        for label in classes.classes
    ]
    names = {label.id: label.name for label in classes.classes}
    groups = {
        group.name: [names[member] for member in group.class_ids] for group in classes.groups
    }
    lines += ['# Each group is one mask of the network: NAME: [class, ...]']
    lines += ['groups:'] if groups else ['groups: {}']
    lines += [f'  {name}: {_text(members)}' for name, members in groups.items()]
    if classes.has_ignored:
        lines.append(f'ignore: [{UNLABELLED}]  # drawn as a class that is left out of training')
    lines.append("licence: ''  # of the images; it is written to the manifest of every network")
    return '\n'.join(lines) + '\n'


def _text(value: str | list[str]) -> str:
    return yaml.safe_dump([value], default_flow_style=True, width=4096, allow_unicode=True)[1:-2]
