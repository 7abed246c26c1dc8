# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Labelme: one JSON file for each image, with the image in it or beside it.

Polygons, rectangles, circles and masks are drawn in the order of the file. Points and lines have
no area and are refused.
"""

from collections.abc import Iterator
from functools import partial
from math import dist
import os
from pathlib import Path, PureWindowsPath
from typing import Any

import cv2
import numpy as np

from seg_ros.errors import InputError
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
from seg_ros.label_formats.json_fields import decode_base64, field, point, read_json
from seg_ros.label_formats.outlines import ellipse, polygon, rectangle
from seg_ros.label_formats.region import DrawnObject, Region

NAME = 'Labelme JSON'


def read(paths: tuple[Path, ...], images: ImageFiles, rule: ClassRule = ClassRule()) -> Export:
    """Return what the files of a folder hold; InputError naming file and object."""
    names: set[str] = set()
    for path in paths:
        with located(str(path)):
            shapes = field(read_json(path), 'shapes', list)
            names |= {field(shape, 'label', str) for shape in shapes}
    classes = class_table(sorted(names), rule)
    root = Path(os.path.commonpath([path.parent for path in paths]))
    exported: list[ExportedImage] = []
    for path in paths:
        name = path.relative_to(root).with_suffix('')
        read_image = partial(_read, path, images, classes)
        exported.append(ExportedImage(name.as_posix(), split_of(name.parts[:-1]), read_image))
    return Export(NAME, classes, tuple(exported))


def _read(path: Path, images: ImageFiles, classes: ClassTable) -> LabeledImage:
    content = read_json(path)
    with located(str(path)):
        embedded = field(content, 'imageData', str, default='')
        size = _size(content)
        if embedded:
            data, name = decode_base64(embedded, 'imageData'), 'imageData'
        else:
            file = _image_file(path, field(content, 'imagePath', str), images)
            data, name = file.read_bytes(), str(file)
        objects = partial(_objects, field(content, 'shapes', list))
        return label_image(data, name, classes, objects, size)


def _size(content: Any) -> tuple[int, int] | None:
    if content.get('imageHeight') is None or content.get('imageWidth') is None:
        return None
    return field(content, 'imageHeight', int), field(content, 'imageWidth', int)


def _image_file(path: Path, name: str, images: ImageFiles) -> Path:
    # Labelme writes the path from the JSON file, on Windows with backslashes.
    beside = path.parent / PureWindowsPath(name).as_posix()
    return beside if beside.is_file() else images.find(name)


def _objects(shapes: list[Any], size: tuple[int, int]) -> Iterator[DrawnObject]:
    for number, shape in enumerate(shapes, 1):
        label = field(shape, 'label', str)
        with located(f'shape {number} ({label})'):
            region = _region(shape, size)
        yield DrawnObject(label, (region,))


def _region(shape: dict[str, Any], size: tuple[int, int]) -> Region:
    kind = field(shape, 'shape_type', str, default='polygon')
    points = [point(each) for each in field(shape, 'points', list)]
    if kind in ('polygon', 'oriented_rectangle'):
        return polygon(points, size)
    if kind not in ('rectangle', 'circle', 'mask'):
        raise InputError(
            f'shape_type must be polygon, rectangle, circle or mask, got {kind}, which has no '
            'area; draw a polygon'
        )
    if len(points) != 2:
        raise InputError(f'a {kind} must have 2 points, got {len(points)}')
    (x, y), (end_x, end_y) = points
    if kind == 'circle':
        radius = dist(*points)
        return ellipse((x, y), (radius, radius), size)
    if kind == 'rectangle':
        return rectangle((min(x, end_x), min(y, end_y), max(x, end_x), max(y, end_y)), size)
    return Region(int(x), int(y), _mask(field(shape, 'mask', str)))


def _mask(text: str) -> np.ndarray:
    data = np.frombuffer(decode_base64(text, 'mask'), np.uint8)
    pixels = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE) if data.size else None
    if pixels is None:
        raise InputError('mask must be a PNG, got other data')
    return pixels > 0
