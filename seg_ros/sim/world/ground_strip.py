# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Data types of the simulated field: parameters, plants, and ground with ground truth."""

from dataclasses import dataclass
from math import isfinite

import numpy as np

from seg_ros.errors import ParameterError

PIXEL_M = 0.001
"""Size of a pixel of the strip, in meters."""

PIECE_PX = 512
"""The strip is generated in pieces of this many rows in the travel direction."""

SUN = (-0.8, 0.6)
"""Direction to the sun, per column and per row, for shading and shadows."""

SOIL, WEED, CROP = 0, 1, 2
"""The classes of the ground truth."""

_INDEX_BITS, _PIECES, _BEFORE = 12, 2**18, 16
MOST_PLANTS = 2**_INDEX_BITS - 1
"""Largest number of weeds, and of crops, in one piece."""


@dataclass(frozen=True)
class WorldParameters:
    """
    The plants on the strip, and the seed of its random numbers.

    `weed_cover` and `crop_cover` are shares of the ground seen from above. Diameters of weeds are
    lognormal (`weed_median_m`, `weed_sigma` of the logarithm), 1 to 25 cm. Crop rows run along the
    strip, `row_spacing_m` apart; a crop cover of 0 means no crops. Plants are `canopy_m` above the
    ground. Raises ParameterError on values out of range.
    """

    seed: int = 0
    width_m: float = 0.8
    weed_cover: float = 0.06
    weed_median_m: float = 0.04
    weed_sigma: float = 0.6
    crop_cover: float = 0.12
    row_spacing_m: float = 0.4
    canopy_m: float = 0.0
    straw_per_m2: float = 40.0

    def __post_init__(self) -> None:
        """Raise ParameterError unless every value is in its range."""
        for name, low, high in (
            ('seed', 0, 2**32 - 1),
            ('width_m', 0.3, 10.0),
            ('weed_cover', 0.0, 0.5),
            ('weed_median_m', 0.015, 0.25),
            ('weed_sigma', 0.0, 1.5),
            ('crop_cover', 0.0, 0.3),
            ('row_spacing_m', 0.2, 2.0),
            ('canopy_m', 0.0, 0.5),
            ('straw_per_m2', 0.0, 1000.0),
        ):
            value = getattr(self, name)
            if not (isfinite(value) and low <= value <= high):
                raise ParameterError(
                    f'{name} of the simulated field must be {low} to {high}, got {value}'
                )


@dataclass(frozen=True)
class Plant:
    """
    One plant: position on the strip, diameter, kind and orientation.

    `x_m` is along the travel direction, `y_m` across it to the right, both from the corner of the
    strip. `seed` is that of its leaves; `number` is its value in `Ground.owners`.
    """

    x_m: float
    y_m: float
    diameter_m: float
    kind: str
    heading_rad: float
    seed: int
    number: int

    @property
    def is_crop(self) -> bool:
        """Whether this plant must not be sprayed."""
        return self.kind == 'crop'


@dataclass(frozen=True, eq=False)
class Ground:
    """
    A piece of the strip, with rows in the travel direction.

    `pixels` is (H, W, 3) uint8 bgr, `truth` (H, W) uint8 with 0 soil, 1 weed, 2 crop, and
    `owners` (H, W) int32 the number of the topmost plant, 0 for soil; a pixel is PIXEL_M wide.
    `soil` is `pixels` without the plants but with their shadows, where plants have a height.
    """

    pixels: np.ndarray
    truth: np.ndarray
    owners: np.ndarray
    soil: np.ndarray | None = None


def plant_number(piece: int, is_crop: bool, index: int) -> int:
    """
    Return the number of the `index`-th weed or crop of a piece.

    It is at least 1, unique over 134 km, and small for pieces from 8 m before position 0 on.
    """
    offset = (piece + _BEFORE) % _PIECES
    return (2 * offset + is_crop) << _INDEX_BITS | index + 1


def classes_of(owners: np.ndarray) -> np.ndarray:
    """Return (H, W) uint8 classes, 0 soil, 1 weed, 2 crop, of plant numbers."""
    return (owners > 0).view(np.uint8) + (owners >> _INDEX_BITS & 1).astype(np.uint8)
