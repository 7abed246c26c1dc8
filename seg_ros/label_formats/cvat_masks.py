# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""CVAT's `Segmentation mask 1.1`, as Pascal VOC: labelmap.txt, JPEGImages, SegmentationClass."""

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
from seg_ros.label_formats.labelmap import MASKS, read_labelmap
from seg_ros.label_formats.region import objects_of_mask
from seg_ros.label_formats.text_files import read_text
from seg_ros.label_image import Color

NAME = 'Segmentation mask 1.1'


def read(paths: tuple[Path, ...], images: ImageFiles, rule: ClassRule = ClassRule()) -> Export:
    """Return what the folder of one labelmap.txt holds; InputError naming the file."""
    if len(paths) != 1:
        raise InputError(f'name one of the folders, got {", ".join(map(str, paths))}')
    path, root = paths[0], paths[0].parent
    masks = sorted((root / MASKS).rglob('*.png'))
    if not masks:
        raise InputError(f'{root / MASKS} must have PNG files beside {path.name}, got none')
    colors = {label.name: label.color for label in read_labelmap(path)}
    with located(str(path)):
        classes = class_table(list(colors), rule, colors)
    splits = _splits(root)
    exported = tuple(
        ExportedImage(
            mask.relative_to(root / MASKS).with_suffix('').as_posix(),
            splits.get(mask.relative_to(root / MASKS).with_suffix('').as_posix(), ''),
            partial(_read, mask, mask.relative_to(root / MASKS), colors, images, classes),
        )
        for mask in masks
    )
    return Export(NAME, classes, exported)


def _splits(root: Path) -> dict[str, str]:
    return {
        line.strip(): split_of((file.stem,))
        for file in sorted((root / 'ImageSets' / 'Segmentation').glob('*.txt'))
        for line in read_text(file).splitlines()
    }


def _read(
    mask: Path, name: Path, colors: dict[str, Color], images: ImageFiles, classes: ClassTable
) -> LabeledImage:
    names = dict(enumerate(colors))
    values = read_label_file(mask, {color: number for number, color in enumerate(colors.values())})
    with located(str(mask)):
        file = images.find(name.with_suffix('').as_posix())
        return label_image(
            file.read_bytes(),
            str(file),
            classes,
            lambda _: objects_of_mask(values, names, classes),
            values.shape,
        )
