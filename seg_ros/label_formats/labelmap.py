# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""CVAT's labelmap.txt: classes and colors of the masks in the folder beside it."""

from collections.abc import Iterable
from pathlib import Path

from seg_ros.atomic_files import write_text
from seg_ros.datatypes import ClassLabel
from seg_ros.errors import InputError
from seg_ros.label_formats.text_files import read_text
from seg_ros.label_image import Color

FILE_NAME = 'labelmap.txt'

IMAGES, MASKS = 'JPEGImages', 'SegmentationClass'
"""The folders of images and masks beside the file, as in Pascal VOC."""


def read_labelmap(path: Path) -> tuple[ClassLabel, ...]:
    """
    Return the labels in their order, which numbers them from 0.

    A line is `label:color_rgb:parts:actions`, as in `road:128,64,128::`; # begins a comment. The
    format is that of CVAT and datumaro for Pascal VOC. Raises InputError with the line that is
    wrong, and where labels share a name or a color.
    """
    labels: dict[str, ClassLabel] = {}
    names: dict[tuple[int, ...], str] = {}
    for line in filter(None, map(str.strip, read_text(path).splitlines())):
        if line.startswith('#'):
            continue
        label = _label(path, line, len(labels))
        if label.name in labels:
            raise InputError(f'{path} must have each label once, got {label.name} twice')
        if label.color in names:
            raise InputError(
                f'{path} must have a color of its own for each label, got {label.color} for '
                f'{names[label.color]} and {label.name}: remove one of them'
            )
        labels[label.name], names[label.color] = label, label.name
    if not labels:
        raise InputError(f'{path} must have lines LABEL:R,G,B::, got none')
    return tuple(labels.values())


def write_labelmap(path: Path, labels: Iterable[tuple[str, Color]]) -> None:
    """Write names and colors that `read_labelmap` reads; InputError where it cannot be written."""
    lines = (f'{name}:{red},{green},{blue}::' for name, (red, green, blue) in labels)
    write_text(path, '\n'.join(('# label:color_rgb:parts:actions', *lines, '')))


def _label(path: Path, line: str, index: int) -> ClassLabel:
    name, *rest = line.rsplit(':', 3)
    try:
        red, green, blue = (int(part) for part in rest[0].split(','))
        return ClassLabel(index, name.strip(), (red, green, blue))
    except (IndexError, ValueError):
        raise InputError(
            f'{path} must have lines LABEL:R,G,B:: with colors 0..255, got {line!r}'
        ) from None
