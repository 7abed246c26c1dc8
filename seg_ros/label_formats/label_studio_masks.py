# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Label Studio, `Brush labels to PNG`: one gray PNG for each label of a task, and a CSV of the tasks.

The PNGs name a task by its number only; which image that is stands in Label Studio's CSV export
of the same project. Of several annotations of a task, the one with the highest number counts. The
order in which regions were drawn is lost: masks are drawn in the order of their names.
"""

from collections import defaultdict
from collections.abc import Iterator
import csv
from dataclasses import dataclass
from functools import partial
from pathlib import Path
import re

from seg_ros.errors import InputError
from seg_ros.label_files import read_label_file
from seg_ros.label_formats.class_table import class_table, ClassRule, ClassTable
from seg_ros.label_formats.export import (
    Export,
    ExportedImage,
    label_image,
    LabeledImage,
    located,
    without_suffix,
)
from seg_ros.label_formats.image_files import ImageFiles
from seg_ros.label_formats.label_studio import image_name
from seg_ros.label_formats.region import DrawnObject, Region
from seg_ros.label_formats.text_files import read_text

NAME = 'Label Studio PNG'

PATTERN = re.compile(r'task-(\d+)-annotation-(\d+)-by-[^-]*-([^-]+)-(.+)-(\d+)\.png')
"""Task, annotation, name of the tag in the labeling configuration, label, number of the mask."""


@dataclass(frozen=True)
class _Mask:
    path: Path
    annotation: int
    label: str


def read(paths: tuple[Path, ...], images: ImageFiles, rule: ClassRule = ClassRule()) -> Export:
    """Return the tasks of PNG files and of CSV files beside them; InputError naming one."""
    masks = defaultdict(list)
    for path in sorted(paths):
        match = PATTERN.fullmatch(path.name)
        if match is None:
            raise InputError(f'{path} must be named task-1-annotation-1-by-1-tag-LABEL-0.png')
        masks[match[1]].append(_Mask(path, int(match[2]), match[4]))
    folder = paths[0].parent
    names = _image_names(folder)
    for task, members in masks.items():
        if task not in names:
            raise InputError(
                f'the image of task {task} must be named in a CSV file in {folder}, got none; '
                f'{members[0].path.name} does not name it: export CSV from Label Studio too and '
                'put it there, or export JSON, which has the masks in it'
            )
    newest = {
        task: [mask for mask in members if mask.annotation == max(m.annotation for m in members)]
        for task, members in masks.items()
    }
    labels = {mask.label for members in newest.values() for mask in members}
    classes = class_table(sorted(labels), rule)
    exported = tuple(
        ExportedImage(
            without_suffix(names[task]), '', partial(_read, names[task], members, images, classes)
        )
        for task, members in newest.items()
    )
    return Export(NAME, classes, exported)


def _image_names(folder: Path) -> dict[str, str]:
    names = {}
    for path in sorted(folder.glob('*.csv')):
        with located(str(path)):
            for row in csv.DictReader(read_text(path).splitlines()):
                if row.get('id'):
                    names[row['id']] = image_name(
                        {key: text for key, text in row.items() if isinstance(text, str)}
                    )
    return names


def _read(name: str, masks: list[_Mask], images: ImageFiles, classes: ClassTable) -> LabeledImage:
    with located(str(masks[0].path)):
        file = images.find(name)
        return label_image(file.read_bytes(), str(file), classes, partial(_objects, masks))


def _objects(masks: list[_Mask], size: tuple[int, int]) -> Iterator[DrawnObject]:
    for mask in masks:
        pixels = read_label_file(mask.path)
        if pixels.shape != size:
            raise InputError(
                f'{mask.path.name} must have the size of its image, {size[1]}x{size[0]}, got '
                f'{pixels.shape[1]}x{pixels.shape[0]}'
            )
        yield DrawnObject(mask.label, (Region(0, 0, pixels > 0),))
