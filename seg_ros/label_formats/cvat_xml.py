# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
`CVAT for images 1.1`, XML: polygons, masks, rectangles and ellipses.

Objects are drawn by `z_order`, those of one order as they stand in the file; `outside` ones are
not. Tags are about whole images and are left out; points, polylines, cuboids and skeletons have
no area and are refused.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from seg_ros.errors import InputError
from seg_ros.label_formats.class_table import class_table, ClassRule, ClassTable
from seg_ros.label_formats.export import (
    Export,
    ExportedImage,
    label_image,
    LabeledImage,
    located,
    split_of,
    without_suffix,
)
from seg_ros.label_formats.image_files import ImageFiles
from seg_ros.label_formats.outlines import ellipse, polygon, rectangle
from seg_ros.label_formats.region import DrawnObject, Region
from seg_ros.label_formats.rle import pixels_of_runs
from seg_ros.label_image import Color

NAME = 'CVAT for images 1.1'

_WITHOUT_AREA = ('points', 'polyline', 'cuboid', 'skeleton')
_SHAPES = ('polygon', 'mask', 'box', 'ellipse', *_WITHOUT_AREA)


def read(paths: tuple[Path, ...], images: ImageFiles, rule: ClassRule = ClassRule()) -> Export:
    """Return what one or more files of one project hold; InputError naming file and object."""
    roots = {path: _root(path) for path in paths}
    colors = {name: color for root in roots.values() for name, color in _labels(root)}
    names = colors or {
        shape.get('label', ''): None for root in roots.values() for shape in _shapes(root.iter())
    }
    stated = {name: color for name, color in colors.items() if color is not None}
    with located(str(paths[0])):
        classes = class_table(list(names), rule, stated)
    exported: list[ExportedImage] = []
    for path, root in roots.items():
        with located(str(path)):
            exported += (_image(path, image, images, classes) for image in root.iter('image'))
    return Export(NAME, classes, tuple(exported))


def _image(path: Path, element: Element, images: ImageFiles, classes: ClassTable) -> ExportedImage:
    name = without_suffix(_text(element, 'name'))
    split = split_of((element.get('subset', ''), *name.split('/')[:-1], path.stem))
    return ExportedImage(name, split, partial(_read, path, element, images, classes))


def _root(path: Path) -> Element:
    try:
        root = ElementTree.parse(path).getroot()
    except (OSError, ElementTree.ParseError) as error:
        raise InputError(f'{path} is not readable XML: {error}') from None
    if root.tag != 'annotations':
        raise InputError(f'{path} must hold annotations of CVAT, got <{root.tag}>')
    if root.find('track') is not None:
        raise InputError(f'{path} must be `{NAME}`, got CVAT for video; export it in that format')
    return root


def _labels(root: Element) -> Iterator[tuple[str, Color | None]]:
    for label in root.iterfind('./meta//labels/label'):
        digits = re.fullmatch('#([0-9a-fA-F]{6})', (label.findtext('color') or '').strip())
        color = bytes.fromhex(digits[1]) if digits else None
        yield (
            (label.findtext('name') or '').strip(),
            (color[0], color[1], color[2]) if color else None,
        )


def _shapes(elements: Iterator[Element]) -> list[Element]:
    return [element for element in elements if element.tag in _SHAPES]


def _read(path: Path, element: Element, images: ImageFiles, classes: ClassTable) -> LabeledImage:
    name = _text(element, 'name')
    with located(str(path), name):
        size = (_whole(element, 'height'), _whole(element, 'width'))
        file = images.find(name)
        objects = partial(_objects, element, classes.ids)
        return label_image(file.read_bytes(), str(file), classes, objects, size)


def _objects(
    image: Element, ids: Mapping[str, int], size: tuple[int, int]
) -> Iterator[DrawnObject]:
    numbered = list(enumerate(_shapes(iter(image)), 1))
    for number, shape in sorted(numbered, key=lambda item: _z_order(item[1])):
        if shape.get('outside') == '1':
            continue
        label = _text(shape, 'label')
        with located(f'object {number}, {shape.tag} ({label})'):
            if label not in ids:
                raise InputError(f'label must be one of {", ".join(ids)}, got {label!r}')
            region = _region(shape, size)
        yield DrawnObject(label, (region,))


def _region(shape: Element, size: tuple[int, int]) -> Region:
    if shape.tag == 'polygon':
        return polygon(_points(_text(shape, 'points')), size)
    if shape.tag == 'mask':
        return _mask(shape, size)
    rotation_deg = _number(shape, 'rotation') if shape.get('rotation') else 0.0
    if shape.tag == 'box':
        left, top, right, bottom = (_number(shape, key) for key in ('xtl', 'ytl', 'xbr', 'ybr'))
        return rectangle((left, top, right, bottom), size, rotation_deg)
    if shape.tag == 'ellipse':
        x, y, radius_x, radius_y = (_number(shape, key) for key in ('cx', 'cy', 'rx', 'ry'))
        return ellipse((x, y), (radius_x, radius_y), size, rotation_deg)
    raise InputError(
        f'it must be a polygon, mask, box or ellipse, got {shape.tag}, which has no area; '
        'draw a polygon'
    )


def _mask(shape: Element, size: tuple[int, int]) -> Region:
    left, top, width, height = (_whole(shape, key) for key in ('left', 'top', 'width', 'height'))
    if left >= size[1] or top >= size[0] or left + width <= 0 or top + height <= 0:
        raise InputError(
            f'it must overlap its image of {size[1]}x{size[0]}, got left {left}, top {top}'
        )
    return Region(left, top, pixels_of_runs(_runs(_text(shape, 'rle')), height, width, order='C'))


def _z_order(shape: Element) -> float:
    return _number(shape, 'z_order') if 'z_order' in shape.attrib else 0.0


def _points(text: str) -> list[tuple[float, ...]]:
    try:
        return [tuple(map(float, pair.split(','))) for pair in text.split(';') if pair.strip()]
    except ValueError:
        raise InputError(f'points must be x,y;x,y;..., got {text[:40]!r}') from None


def _runs(text: str) -> list[int]:
    try:
        return [int(run) for run in text.split(',')]
    except ValueError:
        raise InputError(f'rle must be whole numbers, got {text[:40]!r}') from None


def _text(element: Element, key: str) -> str:
    value = element.get(key)
    if value is None:
        raise InputError(f'<{element.tag}> must have the attribute {key}')
    return value


def _number(element: Element, key: str) -> float:
    try:
        return float(_text(element, key))
    except ValueError:
        raise InputError(f'{key} must be a number, got {element.get(key)!r}') from None


def _whole(element: Element, key: str) -> int:
    number = _number(element, key)
    if not number.is_integer():
        raise InputError(f'{key} must be a whole number, got {element.get(key)!r}')
    return int(number)
