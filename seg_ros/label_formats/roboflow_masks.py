# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Roboflow's semantic segmentation masks: `_classes.csv`, and NAME_mask.png beside NAME.jpg."""

import csv
from functools import partial
from pathlib import Path

from seg_ros.errors import InputError
from seg_ros.label_files import read_label_file
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
from seg_ros.label_formats.region import objects_of_mask
from seg_ros.label_formats.text_files import read_text

NAME = 'Roboflow masks'

_MASK = '_mask'


def read(paths: tuple[Path, ...], images: ImageFiles, rule: ClassRule = ClassRule()) -> Export:
    """Return what the folders of one or more class files hold; InputError naming the file."""
    names_of = {path: _names(path) for path in paths}
    names = [name for names in names_of.values() for _, name in sorted(names.items())]
    classes = class_table(names, rule)
    exported = tuple(
        ExportedImage(
            mask.stem.removesuffix(_MASK),
            split_of((path.parent.name,)),
            partial(_read, mask, names_of[path], images, classes),
        )
        for path in paths
        for mask in sorted(path.parent.glob(f'*{_MASK}.png'))
    )
    return Export(NAME, classes, exported)


def _names(path: Path) -> dict[int, str]:
    lines = read_text(path).splitlines()
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines) if row]
    names = {int(row[0]): row[1] for row in rows[1:] if len(row) == 2 and row[0].isdecimal()}
    if len(names) + 1 != len(rows) or not names or max(names) > 255:
        raise InputError(f'{path} must have a head and rows of pixel value 0..255 and class name')
    return names


def _read(
    mask: Path, names: dict[int, str], images: ImageFiles, classes: ClassTable
) -> LabeledImage:
    values = read_label_file(mask)
    with located(str(mask)):
        file = images.find(f'{mask.parent.name}/{mask.stem.removesuffix(_MASK)}')
        return label_image(
            file.read_bytes(),
            str(file),
            classes,
            lambda _: objects_of_mask(values, names, classes),
            values.shape,
        )
