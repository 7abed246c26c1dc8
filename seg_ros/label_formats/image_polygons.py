# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The polygons of one image file, and the names of their classes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from seg_ros.datatypes import ClassLabel, UNLABELLED
from seg_ros.label_formats.class_table import IGNORED_NAME
from seg_ros.label_formats.layered_polygons import LabelPolygon

IGNORED_COLOR = (128, 128, 128)


@dataclass(frozen=True, eq=False)
class ImagePolygons:
    """Polygons in the order in which they are drawn, on an image file of a size in pixels."""

    image: Path
    width_px: int
    height_px: int
    polygons: tuple[LabelPolygon, ...]


def class_name(class_id: int, classes: Sequence[ClassLabel]) -> str:
    """Return the name of a class id, of unlabelled pixels `__ignore__`."""
    if class_id == UNLABELLED:
        return IGNORED_NAME
    return next(label.name for label in classes if label.id == class_id)
