# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Classes and colors of a labelmap.txt, as CVAT writes it beside masks."""

from pathlib import Path

from seg_ros.datatypes import ClassLabel
from seg_ros.errors import ManifestError

FILE_NAME = 'labelmap.txt'


def read_labelmap(path: Path) -> tuple[ClassLabel, ...]:
    """
    Return the labels in their order, which numbers them from 0.

    A line is `label:color_rgb:parts:actions`, as in `road:128,64,128::`; # begins a comment. The
    format is that of CVAT and datumaro for Pascal VOC. Raises ManifestError with the line that is
    wrong, and where labels share a name or a color.
    """
    try:
        lines = path.read_text('utf-8-sig').splitlines()
    except (OSError, ValueError) as error:
        raise ManifestError(f'{path} cannot be read: {error}') from None
    labels: dict[str, ClassLabel] = {}
    names: dict[tuple[int, ...], str] = {}
    for line in filter(None, map(str.strip, lines)):
        if line.startswith('#'):
            continue
        label = _label(path, line, len(labels))
        if label.name in labels:
            raise ManifestError(f'{path} must have each label once, got {label.name} twice')
        if label.color in names:
            raise ManifestError(
                f'{path} must have a color of its own for each label, got {label.color} for '
                f'{names[label.color]} and {label.name}: remove one of them'
            )
        labels[label.name], names[label.color] = label, label.name
    if not labels:
        raise ManifestError(f'{path} must have lines LABEL:R,G,B::, got none')
    return tuple(labels.values())


def _label(path: Path, line: str, index: int) -> ClassLabel:
    name, *rest = line.rsplit(':', 3)
    try:
        red, green, blue = (int(part) for part in rest[0].split(','))
        return ClassLabel(index, name.strip(), (red, green, blue))
    except (IndexError, ValueError):
        raise ManifestError(
            f'{path} must have lines LABEL:R,G,B:: with colors 0..255, got {line!r}'
        ) from None
