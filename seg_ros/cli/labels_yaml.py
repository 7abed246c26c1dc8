# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The dataset.yaml of converted labels."""

from seg_ros.datatypes import UNLABELLED
from seg_ros.inference.manifest_yaml import dump_classes
from seg_ros.label_formats.class_table import ClassTable


def dataset_yaml(classes: ClassTable, format_name: str) -> str:
    """Return YAML that `train` reads: classes with colors, groups, and ignored label ids."""
    lines = [
        f'# Written by `seg_ros labels` from {format_name}.',
        '# Each of the groups is one mask of the network, NAME: [class, ...]',
        *dump_classes(classes.classes, classes.groups),
    ]
    if classes.has_ignored:
        lines.append(f'ignore: [{UNLABELLED}]  # drawn as a class that is left out of training')
    lines.append("licence: ''  # of the images; it is written to the manifest of every network")
    return '\n'.join(lines) + '\n'
