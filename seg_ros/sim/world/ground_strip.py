# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Data of the simulated field: its parameters, plants, and ground with truth."""

from dataclasses import dataclass
from math import isfinite

import numpy as np

from seg_ros.errors import ParameterError

PIXEL_M = 0.001
"""The side of a pixel of the strip, in meters."""

PIECE_PX = 512
"""The strip is made in pieces of this many rows, which run along the travel direction."""

SUN = (-0.8, 0.6)
"""Towards the sun, per column and per row: heights are lit from there and shadows fall away."""

SOIL, WEED, CROP = 0, 1, 2
"""The classes of the truth map."""

_INDEX_BITS, _PIECES, _BEFORE = 12, 2**18, 16
MOST_PLANTS = 2**_INDEX_BITS - 1
"""Weeds, and crops, that one piece can hold."""


@dataclass(frozen=True)
class WorldParameters:
    """
    What grows on the strip, and the seed that makes it reproducible.

    `weed_cover` and `crop_cover` are shares of the ground from above. Weeds are lognormal
    in diameter (`weed_median_m`, `weed_sigma` of its logarithm), 1 to 25 cm. Crop rows run along
    the strip, `row_spacing_m` apart; a crop cover of 0 is a fallow. Plants are seen `canopy_m`
    above the ground. Raises ParameterError on values out of range.
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
                raise ParameterError(f'{name} of a field must be {low} to {high}, got {value}')


@dataclass(frozen=True)
class Plant:
    """
    One plant: where it stands on the strip, how wide it is, what it is and how it is turned.

    `x_m` runs along the travel direction, `y_m` across it to the right, both from the corner of
    the strip. `seed` makes its leaves; `number` is what `Ground.owners` calls it.
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
        """Whether this plant is to be kept."""
        return self.kind == 'crop'


@dataclass(frozen=True, eq=False)
class Ground:
    """
    A piece of the strip: row 0 is its start, rows run along the travel direction.

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
    Return the number of the plant that is the `index`-th weed or crop of its piece.

    It is 1 or more, unique over 134 km, and small where drives begin: 8 m before the strip's zero.
    """
    place = (piece + _BEFORE) % _PIECES
    return (2 * place + is_crop) << _INDEX_BITS | index + 1


def classes_of(owners: np.ndarray) -> np.ndarray:
    """Return (H, W) uint8 with 0 soil, 1 weed, 2 crop, of the numbers of plants."""
    return (owners > 0).view(np.uint8) + (owners >> _INDEX_BITS & 1).astype(np.uint8)
