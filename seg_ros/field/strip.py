# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The nouns of the digital field: a plan, its plants, and a stretch of ground with its truth."""

from dataclasses import dataclass
from math import isfinite

import numpy as np

from seg_ros.errors import SettingError

PIXEL_M = 0.001
"""The side of a pixel of the strip, in metres."""

PIECE_PX = 512
"""The strip is made in pieces of this many rows, which run along the travel direction."""

SUN = (-0.8, 0.6)
"""Towards the sun, per column and per row: heights are lit from there and shadows fall away."""

SOIL, WEED, CROP = 0, 1, 2
"""The classes of the truth map."""


@dataclass(frozen=True)
class FieldPlan:
    """
    What is to grow on a strip of field, and the seed that makes it this field and no other.

    Weeds are lognormal in diameter (`weed_median_m`, `weed_sigma` of its logarithm), 1 to 25 cm.
    Crop rows run along the strip, `row_spacing_m` apart; 0 means none, as in a fallow.
    """

    seed: int = 0
    width_m: float = 0.8
    weeds_per_m2: float = 60.0
    weed_median_m: float = 0.04
    weed_sigma: float = 0.6
    row_spacing_m: float = 0.0
    crop_pitch_m: float = 0.18
    straw_per_m2: float = 40.0

    def __post_init__(self) -> None:
        """Raise SettingError unless every value is in its range."""
        for name, low, high in (
            ('seed', 0, 2**32 - 1), ('width_m', 0.3, 10.0), ('weeds_per_m2', 0.0, 1000.0),
            ('weed_median_m', 0.01, 0.25), ('weed_sigma', 0.0, 1.5), ('row_spacing_m', 0.0, 2.0),
            ('crop_pitch_m', 0.05, 2.0), ('straw_per_m2', 0.0, 1000.0),
        ):
            value = getattr(self, name)
            if not (isfinite(value) and low <= value <= high):
                raise SettingError(f'{name} of a field must be {low} to {high}, got {value}')


@dataclass(frozen=True)
class Plant:
    """
    One plant: where it stands on the strip, how wide it is, what it is and how it is turned.

    `x_m` runs along the travel direction, `y_m` across it to the right, both from the corner of
    the strip. `seed` makes its leaves.
    """

    x_m: float
    y_m: float
    diameter_m: float
    kind: str
    heading_rad: float
    seed: int

    @property
    def is_crop(self) -> bool:
        """Whether this plant is to be kept."""
        return self.kind == 'crop'


@dataclass(frozen=True, eq=False)
class Ground:
    """
    A stretch of the strip: row 0 is its start, rows run along the travel direction.

    `pixels` is (H, W, 3) uint8 bgr and `truth` (H, W) uint8 with 0 soil, 1 weed, 2 crop; a pixel
    is PIXEL_M wide.
    """

    pixels: np.ndarray
    truth: np.ndarray
