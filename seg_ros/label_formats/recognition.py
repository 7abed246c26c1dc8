# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Which labeling tool wrote a file or a folder, by names of files and what they begin with."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
import re
from types import ModuleType

from seg_ros.label_formats import (
    coco,
    cvat_masks,
    cvat_xml,
    label_studio,
    label_studio_masks,
    labelmap,
    labelme,
    roboflow_masks,
    yolo,
)

_LEVELS = ('*', '*/*', '*/*/*')
_MOST_FILES = 2000
_SUFFIXES = ('.json', '.xml', '.txt', '.csv', '.yaml', '.yml')
_OUTLINE = re.compile(rb'\d+( +-?\d[\d.e+-]*){4,}\s*')
_BOXES = 'boxes have no outlines to train on, label polygons or masks'
_NO_NAMES = 'classes must have names, add the data.yaml or classes.txt of the export'


@dataclass(frozen=True)
class Annotations:
    """A file of a labeling tool in a folder, its format, and why it is not read; '' if it is."""

    folder: Path
    path: Path
    format_name: str
    reason: str = ''


def reader_of(path: Path) -> ModuleType | None:
    """Return the module whose `read` takes a file, None if there is none."""
    suffix = path.suffix.lower()
    if path.name == labelmap.FILE_NAME and (path.parent / labelmap.MASKS).is_dir():
        return cvat_masks
    if path.name == '_classes.csv':
        return roboflow_masks
    if label_studio_masks.PATTERN.fullmatch(path.name):
        return label_studio_masks
    if suffix == '.xml' and b'<annotations' in path.read_bytes()[:500]:
        return cvat_xml
    if suffix == '.json':
        return _reader_of_json(path.read_bytes())
    if path.name == 'classes.txt' or suffix in ('.yaml', '.yml') and _has_names(path):
        return yolo if yolo.label_files(path.parent) else None
    return None


def first_annotations(folders: Iterable[Path]) -> Annotations | None:
    """
    Return the first file of a labeling tool in some folders, one that can be read before others.

    Of large folders only the first 2000 files on three levels are examined.
    """
    files = [
        (folder, path) for folder in folders for path in islice(_candidates(folder), _MOST_FILES)
    ]
    for folder, path in files:
        if reader := reader_of(path):
            return Annotations(folder, path, reader.NAME)
    for folder, path in files:
        if refused := format_without_reader(path):
            return Annotations(folder, path, *refused)
    return None


def format_without_reader(path: Path) -> tuple[str, str] | None:
    """Return format and reason where annotations cannot be read, None for another file."""
    suffix = path.suffix.lower()
    data = path.read_bytes() if suffix in ('.xml', '.txt') else b''
    if suffix == '.xml' and b'<annotation' in data and b'<bndbox>' in data:
        return 'Pascal VOC boxes', _BOXES
    lines = [line for line in data.splitlines() if line.strip()]
    if suffix != '.txt' or not lines or not all(map(_OUTLINE.fullmatch, lines)):
        return None
    if all(len(line.split()) == 5 for line in lines):
        return 'YOLO boxes', _BOXES
    return yolo.NAME, _NO_NAMES


def _reader_of_json(data: bytes) -> ModuleType | None:
    # By keys: embedded images make parsing slow, and base64 has no quotes in it.
    keys = set(re.findall(rb'"(\w+)"\s*:', data))
    if {b'shapes', b'imagePath'} <= keys:
        return labelme
    if {b'images', b'annotations', b'categories'} <= keys:
        return coco
    if data.lstrip()[:1] == b'[' and (
        b'original_width' in keys or {b'annotations', b'data'} <= keys
    ):
        return label_studio
    return None


def _has_names(path: Path) -> bool:
    return re.search(rb'^names\s*:', path.read_bytes(), re.MULTILINE) is not None


def _candidates(folder: Path) -> Iterator[Path]:
    for level in _LEVELS:
        for path in sorted(folder.glob(level)):
            if path.suffix.lower() in _SUFFIXES and path.is_file():
                yield path
