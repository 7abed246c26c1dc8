# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Pixels of an image that one object covers, and objects drawn into one map of class ids."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from seg_ros.errors import InputError
from seg_ros.label_formats.class_table import ClassTable


@dataclass(frozen=True, eq=False)
class Region:
    """Pixels of an image: (h, w) bool, the upper left one at `left_px`, `top_px`."""

    left_px: int
    top_px: int
    pixels: np.ndarray

    def __post_init__(self) -> None:
        """Check shape and dtype."""
        if self.pixels.ndim != 2 or self.pixels.dtype != bool:
            raise ValueError(
                f'pixels must be (h, w) bool, got {self.pixels.shape} {self.pixels.dtype}'
            )


@dataclass(frozen=True, eq=False)
class DrawnObject:
    """An object of an image: its class, and the regions that it covers together."""

    class_name: str
    regions: tuple[Region, ...]


def draw(
    objects: Iterable[DrawnObject], classes: ClassTable, size: tuple[int, int]
) -> tuple[np.ndarray, int]:
    """
    Return class ids, (H, W) uint8 with the background where no object is, and how many are.

    Where objects overlap, the later one is on top. Raises InputError for an unknown class.
    """
    ids = np.full(size, classes.background_id, np.uint8)
    count = 0
    for item in objects:
        class_id = classes.id_of(item.class_name)
        for region in item.regions:
            left, top = region.left_px, region.top_px
            window = ids[max(top, 0) :, max(left, 0) :]
            inside = region.pixels[max(-top, 0) :, max(-left, 0) :]
            window = window[: inside.shape[0], : inside.shape[1]]
            window[inside[: window.shape[0], : window.shape[1]]] = class_id
        count += 1
    return ids, count


def objects_of_mask(
    values: np.ndarray, names: Mapping[int, str], classes: ClassTable
) -> Iterator[DrawnObject]:
    """
    Yield one object for each class name in (H, W) uint8 values, without the background.

    Raises InputError for a value without a name.
    """
    for value in np.flatnonzero(np.bincount(values.ravel())).tolist():
        if value not in names:
            known = ', '.join(map(str, names))
            raise InputError(f'its pixels must have the values {known}, got {value}')
        if classes.id_of(names[value]) != classes.background_id:
            yield DrawnObject(names[value], (Region(0, 0, values == value),))
