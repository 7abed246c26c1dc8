# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Recognize the files of labeling tools that are no label images."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
import re

from seg_ros.errors import InputError

BOXES = ('Pascal VOC boxes', 'YOLO boxes')

_LEVELS = ('*', '*/*', '*/*/*')
_MOST_FILES = 2000
_MARKS = {
    '.json': (
        ('Labelme', (b'"shapes"', b'"imagePath"')),
        ('COCO', (b'"annotations"', b'"categories"')),
        ('Label Studio', (b'"from_name"', b'"to_name"')),
        ('Label Studio', (b'labels"', b'"original_width"')),
    ),
    '.xml': (
        ('CVAT', (b'<annotations>', b'<image ')),
        ('Pascal VOC boxes', (b'<annotation', b'<bndbox>')),
    ),
    '.csv': (('Roboflow', (b'Pixel Value', b'Class')),),
}
_YOLO_LINE = re.compile(rb'\d+( +-?\d[\d.e+-]*){4,}\s*')


def refuse_annotations(folders: Iterable[Path]) -> None:
    """Raise InputError that names the tool where one of the folders has annotations."""
    for folder in folders:
        for path in islice(_candidates(folder), _MOST_FILES):
            tool = annotation_tool(path)
            name = path.relative_to(folder)
            if tool in BOXES:
                raise InputError(
                    f'{folder} has {tool} ({name}): boxes have no outlines to train on, label '
                    'polygons or masks'
                )
            if tool:
                raise InputError(
                    f'{folder} has labels as {tool} writes them ({name}): make a dataset of '
                    f'them with `seg_ros labels {folder} OUT`'
                )


def annotation_tool(path: Path) -> str:
    """Return the tool or format that wrote a JSON, XML, TXT or CSV file, '' if it is none."""
    data = path.read_bytes()
    if path.suffix.lower() == '.txt':
        lines = [line for line in data.splitlines() if line.strip()]
        if not lines or not all(map(_YOLO_LINE.fullmatch, lines)):
            return ''
        return 'YOLO boxes' if all(len(line.split()) == 5 for line in lines) else 'YOLO'
    for tool, marks in _MARKS[path.suffix.lower()]:
        if all(mark in data for mark in marks):
            return tool
    return ''


def _candidates(folder: Path) -> Iterator[Path]:
    for level in _LEVELS:
        for path in sorted(folder.glob(level)):
            if path.suffix.lower() in (*_MARKS, '.txt') and path.is_file():
                yield path
