# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
COCO instances, JSON: polygons and run lengths, as CVAT, Roboflow and Label Studio export them.

Annotations are drawn in the order of the file, those with `iscrowd` first: they stand for what
the objects on top of them leave over.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

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
from seg_ros.label_formats.json_fields import checked, field, read_json
from seg_ros.label_formats.outlines import points_of_numbers, polygon
from seg_ros.label_formats.region import DrawnObject, Region
from seg_ros.label_formats.rle import coco_counts, pixels_of_runs

NAME = 'COCO JSON'


def read(paths: tuple[Path, ...], images: ImageFiles, rule: ClassRule = ClassRule()) -> Export:
    """Return what one or more files of one dataset hold; InputError naming file and object."""
    contents = {path: read_json(path) for path in paths}
    names: list[str] = []
    for path, content in contents.items():
        with located(str(path)):
            names += _names(content)
    classes = class_table(names, rule)
    exported: list[ExportedImage] = []
    for path, content in contents.items():
        with located(str(path)):
            exported += _images(path, content, images, classes)
    return Export(NAME, classes, tuple(exported))


def _names(content: Any) -> list[str]:
    # Roboflow has a category that no object has, the name of the project.
    categories = _by_id(content, 'categories')
    parents = {category.get('supercategory') for category in categories.values()}
    used = {annotation.get('category_id') for annotation in _entries(content, 'annotations')}
    return [
        field(category, 'name', str)
        for key, category in sorted(categories.items())
        if key in used or category.get('name') not in parents
    ]


def _images(
    path: Path, content: Any, images: ImageFiles, classes: ClassTable
) -> Iterator[ExportedImage]:
    names = {
        key: field(entry, 'name', str) for key, entry in _by_id(content, 'categories').items()
    }
    annotations = defaultdict(list)
    for annotation in _entries(content, 'annotations'):
        annotations[field(annotation, 'image_id', int)].append(annotation)
    entries = _by_id(content, 'images')
    for image_id in annotations:
        if image_id not in entries:
            raise InputError(f'image_id must be one of `images`, got {image_id}')
    split = split_of((path.parent.name, *path.stem.split('_')))
    for image_id, entry in entries.items():
        name = field(entry, 'file_name', str)
        read_image = partial(
            _read, path, entry, images, classes, names, annotations.get(image_id, [])
        )
        yield ExportedImage(without_suffix(name), split, read_image)


def _read(
    path: Path,
    entry: dict[str, Any],
    images: ImageFiles,
    classes: ClassTable,
    names: dict[int, str],
    annotations: list[dict[str, Any]],
) -> LabeledImage:
    name = entry['file_name']
    with located(str(path)):
        size = (field(entry, 'height', int), field(entry, 'width', int))
        file = images.find(name)
        objects = partial(_objects, name, sorted(annotations, key=_is_single), names)
        return label_image(file.read_bytes(), str(file), classes, objects, size)


def _is_single(annotation: dict[str, Any]) -> bool:
    return annotation.get('iscrowd') != 1


def _objects(
    image_name: str,
    annotations: list[dict[str, Any]],
    names: dict[int, str],
    size: tuple[int, int],
) -> Iterator[DrawnObject]:
    for annotation in annotations:
        with located(image_name, f'annotation {annotation.get("id")}'):
            category = field(annotation, 'category_id', int)
            if category not in names:
                known = ', '.join(map(str, names))
                raise InputError(f'category_id must be one of {known}, got {category}')
            regions = tuple(_regions(annotation.get('segmentation'), size))
        yield DrawnObject(names[category], regions)


def _regions(segmentation: Any, size: tuple[int, int]) -> Iterator[Region]:
    if not segmentation:
        raise InputError(
            'segmentation must be polygons or run lengths, got none; draw an outline, a box alone '
            'does not say which pixels are meant'
        )
    if isinstance(segmentation, list):
        for ring in segmentation:
            yield polygon(points_of_numbers(checked(ring, list, 'a polygon')), size)
        return
    stated = field(segmentation, 'size', list)
    if stated != list(size):
        raise InputError(
            f'segmentation.size must be that of its image, {list(size)}, got {stated}'
        )
    counts = segmentation.get('counts')
    runs = coco_counts(counts) if isinstance(counts, str) else field(segmentation, 'counts', list)
    yield Region(0, 0, pixels_of_runs(runs, *size, order='F'))


def _by_id(content: Any, key: str) -> dict[int, dict[str, Any]]:
    return {field(entry, 'id', int): entry for entry in _entries(content, key)}


def _entries(content: Any, key: str) -> list[dict[str, Any]]:
    return [checked(entry, dict, f'an entry of {key}') for entry in field(content, key, list)]
