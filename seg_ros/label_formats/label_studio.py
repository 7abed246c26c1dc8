# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Label Studio, JSON or JSON-MIN: brush, bitmask, polygons, rectangles and ellipses.

Of several annotations of a task, the one marked as ground truth counts, else the one updated
last; canceled ones do not. Regions are drawn in the order of the file. Results without a region,
such as choices, are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from seg_ros.errors import InputError
from seg_ros.image_io import IMAGE_SUFFIXES
from seg_ros.label_formats.class_table import class_table, ClassRule, ClassTable
from seg_ros.label_formats.export import (
    Export,
    ExportedImage,
    label_image,
    LabeledImage,
    located,
    without_suffix,
)
from seg_ros.label_formats.image_files import ImageFiles, without_upload_digits
from seg_ros.label_formats.json_fields import checked, field, read_json
from seg_ros.label_formats.label_studio_regions import has_region, region_of
from seg_ros.label_formats.region import DrawnObject

NAME = 'Label Studio JSON'


@dataclass(frozen=True, eq=False)
class _Task:
    path: Path
    number: Any
    image: str
    regions: tuple[dict[str, Any], ...]
    labels: tuple[str, ...]


def read(paths: tuple[Path, ...], images: ImageFiles, rule: ClassRule = ClassRule()) -> Export:
    """Return what the files hold, once for each task; InputError naming file, task and object."""
    tasks: dict[Any, _Task] = {}
    for path in paths:
        with located(str(path)):
            # JSON-MIN has a task once for each annotation, the last one last.
            tasks |= {(path, task.number): task for task in _tasks(path)}
    names = sorted({label for task in tasks.values() for label in task.labels})
    classes = class_table(names, rule)
    short = {key: without_upload_digits(task.image) for key, task in tasks.items()}
    if len(set(short.values())) < len(short):
        short = {key: task.image for key, task in tasks.items()}
    exported = tuple(
        ExportedImage(without_suffix(short[key]), '', partial(_read, task, images, classes))
        for key, task in tasks.items()
    )
    return Export(NAME, classes, exported)


def _tasks(path: Path) -> Iterator[_Task]:
    for task in checked(read_json(path), list, 'it'):
        number = checked(task, dict, 'a task').get('id')
        with located(f'task {number}'):
            name, results = image_name(task), _results(task)
            if results is not None:
                regions = _regions(results)
                yield _Task(path, number, name, regions, tuple(map(label_of, regions)))


def image_name(task: Any) -> str:
    """Return the name of the image of a task; InputError where its data name none."""
    data = field(task, 'data', dict, default=task)
    texts = [value for value in data.values() if isinstance(value, str)]
    for text in [data['image'], *texts] if isinstance(data.get('image'), str) else texts:
        url = urlsplit(text)
        name = unquote(parse_qs(url.query).get('d', [url.path])[0])
        if name.lower().endswith(IMAGE_SUFFIXES):
            return name.lstrip('/')
    raise InputError(f'it must name an image in its data, got {data}'[:200])


def label_of(result: dict[str, Any]) -> str:
    """Return the one label of a region; InputError where it has none, or several."""
    value = field(result, 'value', dict)
    labels = [name for key in value if key.endswith('labels') for name in field(value, key, list)]
    if len(set(labels)) != 1:
        raise InputError(
            f'region {result.get("id", "")} must have one label, got {", ".join(labels) or "none"}'
        )
    return checked(labels[0], str, 'a label')


def _results(task: dict[str, Any]) -> list[dict[str, Any]] | None:
    # Returns None for a task that nobody finished.
    if 'annotations' not in task:
        lists = [value for value in task.values() if isinstance(value, list)]
        entries = [entry for value in lists for entry in value if isinstance(entry, dict)]
        return [{**entry, 'value': entry} for entry in entries]
    finished = [
        annotation
        for annotation in field(task, 'annotations', list)
        if not checked(annotation, dict, 'an annotation').get('was_cancelled')
    ]
    if not finished:
        return None
    best = max(finished, key=lambda a: (bool(a.get('ground_truth')), a.get('updated_at') or ''))
    return [checked(result, dict, 'a result') for result in field(best, 'result', list)]


def _regions(results: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    # <Brush> with <Labels> gives two results of one id: the region, and the region with its label.
    regions = [result for result in results if has_region(result)]
    labeled = {result['id'] for result in regions if 'id' in result and _is_labeled(result)}
    return tuple(
        result for result in regions if _is_labeled(result) or result.get('id') not in labeled
    )


def _is_labeled(result: dict[str, Any]) -> bool:
    return any(key.endswith('labels') for key in result['value'])


def _read(task: _Task, images: ImageFiles, classes: ClassTable) -> LabeledImage:
    with located(str(task.path), f'task {task.number}'):
        sizes = {
            (field(region, 'original_height', int), field(region, 'original_width', int))
            for region in task.regions
        }
        if len(sizes) > 1:
            raise InputError(f'its regions must be of one image size, got {sorted(sizes)}')
        file = images.find(task.image)
        objects = partial(_objects, task)
        return label_image(file.read_bytes(), str(file), classes, objects, next(iter(sizes), None))


def _objects(task: _Task, size: tuple[int, int]) -> Iterator[DrawnObject]:
    for number, (result, label) in enumerate(zip(task.regions, task.labels), 1):
        with located(f'region {number} {result.get("id", "")} ({label})'):
            region = region_of(result, size)
        yield DrawnObject(label, (region,))
