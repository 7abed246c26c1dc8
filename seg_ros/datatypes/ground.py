# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Where things are: pixels on the ground, and the vehicle in the world."""

from dataclasses import dataclass
from functools import cached_property
from math import cos, isfinite, sin

import cv2
import numpy as np

_EDGE_PX = 8


@dataclass(frozen=True)
class Pose2D:
    """
    A vehicle on the ground: the base frame in the odometry frame (REP-105), metres and radians.

    Raises ValueError on numbers that are not finite.
    """

    x_m: float
    y_m: float
    yaw_rad: float = 0.0

    def __post_init__(self) -> None:
        """Check that the numbers are finite."""
        if not all(map(isfinite, (self.x_m, self.y_m, self.yaw_rad))):
            raise ValueError(f'a pose must be finite, got {self}')

    def to_odom(self, points_m: np.ndarray) -> np.ndarray:
        """Return (N, 2) points of the base frame in the odometry frame."""
        return points_m @ self._turn.T + (self.x_m, self.y_m)

    def to_base(self, points_m: np.ndarray) -> np.ndarray:
        """Return (N, 2) points of the odometry frame in the base frame."""
        return (points_m - (self.x_m, self.y_m)) @ self._turn

    @property
    def _turn(self) -> np.ndarray:
        ahead, aside = cos(self.yaw_rad), sin(self.yaw_rad)
        return np.array([[ahead, -aside], [aside, ahead]])


@dataclass(frozen=True, eq=False)
class GroundMap:
    """
    Where every pixel of an image lies on the ground, in the base frame (x ahead, y to the left).

    `x_m` and `y_m` are (H, W) float32 for pixel centres, NaN where a pixel looks above the
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
                raise ValueError(f'{name} must be {self.x_m.shape} float32, '
                                 f'got {plane.shape} {plane.dtype}')

    @property
    def shape(self) -> tuple[int, int]:
        """Return (height, width) of the image in pixels."""
        return self.x_m.shape

    def crop(self, rows: slice, columns: slice) -> 'GroundMap':
        """Return the map of a part of the image."""
        planes = (plane[rows, columns] for plane in (self.x_m, self.y_m, self.area_m2))
        return GroundMap(*planes, self.height_m)

    def sees(self, points_m: np.ndarray) -> np.ndarray:
        """Return (N,) bool: whether each of the (N, 2) ground points lies in the image."""
        x_m, y_m, next_y_m, slopes = self._edges
        x, y = points_m[:, :1], points_m[:, 1:]
        crossed = ((y_m > y) != (next_y_m > y)) & (x < x_m + (y - y_m) * slopes)
        return np.count_nonzero(crossed, axis=1) % 2 == 1

    @cached_property
    def _edges(self) -> tuple[np.ndarray, ...]:
        """Return the outline of what is seen: x and y of its points, y of the next, dx / dy."""
        contours, _ = cv2.findContours(np.isfinite(self.x_m).astype(np.uint8),
                                       cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        if not contours:
            return (np.zeros(0),) * 4
        columns, rows = max(contours, key=cv2.contourArea)[:, 0].T
        turns = (np.diff(columns, 2, prepend=columns[-1], append=columns[0]) != 0) | (
            np.diff(rows, 2, prepend=rows[-1], append=rows[0]) != 0)
        kept = turns | (np.arange(len(turns)) % _EDGE_PX == 0)
        places = rows[kept], columns[kept]
        x_m, y_m = (plane[places].astype(np.float64) for plane in (self.x_m, self.y_m))
        along, across = np.roll(x_m, -1) - x_m, np.roll(y_m, -1) - y_m
        slopes = np.divide(along, across, out=np.zeros_like(along), where=across != 0.0)
        return x_m, y_m, np.roll(y_m, -1), slopes
