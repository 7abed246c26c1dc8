# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Positions: of pixels on the ground, and of the vehicle in the odometry frame."""

from dataclasses import dataclass
from math import cos, isfinite, sin

import numpy as np


@dataclass(frozen=True)
class Pose2D:
    """
    A planar pose: the base frame in the odometry frame (REP-105), meters and radians.

    Raises ValueError on numbers that are not finite.
    """

    x_m: float
    y_m: float
    yaw_rad: float = 0.0

    def __post_init__(self) -> None:
        """Check that the numbers are finite."""
        if not all(map(isfinite, (self.x_m, self.y_m, self.yaw_rad))):
            raise ValueError(f'a pose must be finite, got {self}')

    def to_odom(self, x_m: np.ndarray, y_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return x and y in the odometry frame of points of the base frame, (N,) each."""
        ahead, aside = cos(self.yaw_rad), sin(self.yaw_rad)
        return (self.x_m + ahead * x_m - aside * y_m, self.y_m + aside * x_m + ahead * y_m)

    def to_base(self, x_m: np.ndarray, y_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return x and y in the base frame of points of the odometry frame, (N,) each."""
        ahead, aside = cos(self.yaw_rad), sin(self.yaw_rad)
        x_m, y_m = x_m - self.x_m, y_m - self.y_m
        return ahead * x_m + aside * y_m, ahead * y_m - aside * x_m


@dataclass(frozen=True, eq=False)
class GroundMap:
    """
    The position of every pixel of an image on the ground, in the base frame (x ahead, y left).

    `x_m` and `y_m` are (H, W) float32 for pixel centers, NaN above the
    horizon; `area_m2` is (H, W) float32, the ground that the pixel covers, 0 above the horizon;
    `height_m` is that of the plane, the canopy's height for tall plants. Raises ValueError on
    other shapes and dtypes.
    """

    x_m: np.ndarray
    y_m: np.ndarray
    area_m2: np.ndarray
    height_m: float = 0.0

    def __post_init__(self) -> None:
        """Check that the three planes are float32 and of one size."""
        for name in ('x_m', 'y_m', 'area_m2'):
            plane = getattr(self, name)
            if plane.dtype != np.float32 or plane.ndim != 2 or plane.shape != self.x_m.shape:
                raise ValueError(
                    f'{name} must be {self.x_m.shape} float32, got {plane.shape} {plane.dtype}'
                )

    @property
    def shape(self) -> tuple[int, int]:
        """Return (height, width) of the image in pixels."""
        return self.x_m.shape

    def crop(self, rows: slice, columns: slice) -> 'GroundMap':
        """Return the map of a part of the image."""
        x_m, y_m, area_m2 = (plane[rows, columns] for plane in (self.x_m, self.y_m, self.area_m2))
        return GroundMap(x_m, y_m, area_m2, self.height_m)
