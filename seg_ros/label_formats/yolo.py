# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
YOLO segmentation: data.yaml or classes.txt, and one text file of outlines for each image.

A line is a class number and the points of a polygon in shares of width and height. Lines are
drawn in the order of the file. Images without a text file are not labeled and are left out.

Where all points of an image are pixels as `cv2.findContours` numbers them, whole numbers below
width and height, outlines are filled with these pixels, as Ultralytics does; otherwise a program
traced them half a pixel inside of what a person draws.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from seg_ros.errors import InputError, ManifestError
from seg_ros.inference.yaml_schema import read_yaml
from seg_ros.label_formats.class_table import class_table, ClassRule, ClassTable
from seg_ros.label_formats.export import (
    Export,
    ExportedImage,
    label_image,
    LabeledImage,
    located,
    split_of,
)
from seg_ros.label_formats.image_files import ImageFiles
from seg_ros.label_formats.outlines import points_of_numbers, polygon, traced
from seg_ros.label_formats.region import DrawnObject
from seg_ros.label_formats.text_files import read_text

NAME = 'YOLO segmentation'

_BOX_NUMBERS = 4
_ROUNDING_PX = 0.01


def read(paths: tuple[Path, ...], images: ImageFiles, rule: ClassRule = ClassRule()) -> Export:
    """Return what the folder of data.yaml or classes.txt has; InputError naming file and line."""
    if len(paths) != 1:
        raise InputError(f'name one of the YOLO files, got {", ".join(map(str, paths))}')
    path, root = paths[0], paths[0].parent
    with located(str(path)):
        names = dict(_names(path))
        classes = class_table(list(names.values()), rule)
    files = label_files(root)
    if not files:
        raise InputError(f'{root} must have text files in a folder labels, got none')
    exported = tuple(
        ExportedImage(
            file.relative_to(root).with_suffix('').as_posix(),
            split_of(file.relative_to(root).parts[:-1]),
            partial(_read, file, file.relative_to(root), names, images, classes),
        )
        for file in files
    )
    return Export(NAME, classes, exported)


def label_files(root: Path) -> list[Path]:
    """Return the text files in folders named labels."""
    return [
        file for file in sorted(root.rglob('*.txt')) if 'labels' in file.relative_to(root).parts
    ]


def _names(path: Path) -> Iterator[tuple[int, str]]:
    if path.suffix == '.txt':
        lines = read_text(path).splitlines()
        yield from enumerate(line.strip() for line in lines if line.strip())
        return
    try:
        names: Any = read_yaml(path).get('names')
    except ManifestError as error:
        raise InputError(str(error)) from None
    if isinstance(names, list):
        names = dict(enumerate(names))
    if not isinstance(names, dict) or not all(type(key) is int for key in names):
        raise InputError(f'names must be a list, or numbers with names, got {names!r}')
    yield from ((key, str(name)) for key, name in sorted(names.items()))


def _read(
    file: Path, name: Path, names: dict[int, str], images: ImageFiles, classes: ClassTable
) -> LabeledImage:
    with located(str(file)):
        # labels/train/a.txt is for images/train/a.jpg, train/labels/a.txt for train/images/a.jpg.
        parts = ['images' if part == 'labels' else part for part in name.with_suffix('').parts]
        image = images.find('/'.join(parts))
        objects = partial(_objects, read_text(file).splitlines(), names)
        return label_image(image.read_bytes(), str(image), classes, objects)


def _objects(
    lines: list[str], names: dict[int, str], size: tuple[int, int]
) -> Iterator[DrawnObject]:
    outlines: dict[int, tuple[str, np.ndarray]] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            with located(f'line {number}'):
                name, shares = _outline(line, names)
                outlines[number] = name, shares * size[::-1]
    fill = traced if all(_is_traced(points, size) for _, points in outlines.values()) else polygon
    for number, (name, points) in outlines.items():
        with located(f'line {number}'):
            region = fill(points, size)
        yield DrawnObject(name, (region,))


def _outline(line: str, names: dict[int, str]) -> tuple[str, np.ndarray]:
    class_number, *shares = _numbers(line)
    if class_number not in names:
        known = ', '.join(map(str, names))
        raise InputError(f'its class must be one of {known}, got {class_number:g}')
    if len(shares) == _BOX_NUMBERS:
        raise InputError('it must be an outline, got a box; export the format for segmentation')
    return names[int(class_number)], np.reshape(points_of_numbers(shares), (-1, 2))


def _is_traced(points: np.ndarray, size: tuple[int, int]) -> bool:
    is_whole = np.abs(points - points.round()) < _ROUNDING_PX
    return bool((is_whole & (points > -0.5) & (points < np.array(size[::-1]) - 0.5)).all())


def _numbers(line: str) -> list[float]:
    try:
        return [float(word) for word in line.split()]
    except ValueError:
        raise InputError(f'it must be numbers, got {line[:40]!r}') from None
