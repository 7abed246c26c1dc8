# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""CVAT's `Segmentation mask 1.1`: color images, and what their colors stand for."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import cv2
import numpy as np

from seg_ros.atomic_files import write_image, write_text
from seg_ros.datatypes import ClassLabel, UNLABELLED
from seg_ros.inference.palette import colors_or_palette
from seg_ros.label_formats.class_table import IGNORED_NAME
from seg_ros.label_formats.image_polygons import IGNORED_COLOR
from seg_ros.label_formats.labelmap import FILE_NAME, MASKS, write_labelmap
from seg_ros.label_image import Color

BACKGROUND = 'background'
"""The one label that CVAT reads as black."""


def mask_path(folder: Path, name: str) -> Path:
    """Return the file of the mask of an image whose name without suffix is `name`."""
    return folder / MASKS / f'{name}.png'


def write_cvat_mask(
    folder: Path, name: str, class_map: np.ndarray, classes: Sequence[ClassLabel]
) -> None:
    """Write an (H, W) uint8 class map in colors; InputError where it cannot be written."""
    colors = np.zeros((256, 1, 3), np.uint8)
    for class_id, (_, color) in _labels(classes).items():
        colors[class_id, 0] = color[::-1]
    write_image(mask_path(folder, name), cv2.applyColorMap(class_map, colors))


def write_cvat_label_map(
    folder: Path, names: Iterable[str], classes: Sequence[ClassLabel]
) -> None:
    """Write labelmap.txt and the list of images; InputError where they cannot be written."""
    write_labelmap(folder / FILE_NAME, _labels(classes).values())
    write_text(
        folder / 'ImageSets' / 'Segmentation' / 'default.txt', ''.join(f'{n}\n' for n in names)
    )


def _labels(classes: Sequence[ClassLabel]) -> dict[int, tuple[str, Color]]:
    """Return name and color by class id; two classes never share a color, and none is black."""
    drawn = [label for label in classes if label.name != BACKGROUND]
    colors = colors_or_palette([label.color for label in drawn], (IGNORED_COLOR,))
    labels = {label.id: (label.name, color) for label, color in zip(drawn, colors)}
    background = {label.id: (BACKGROUND, (0, 0, 0)) for label in classes if label not in drawn}
    return {**background, **labels, UNLABELLED: (IGNORED_NAME, IGNORED_COLOR)}
