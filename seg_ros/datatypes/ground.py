# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Where things are: pixels on the ground, and the vehicle in the world."""

from dataclasses import dataclass
from functools import cached_property
from math import cos, isfinite, sin

import cv2
import numpy as np

_CELLS = 1000


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
        origin, cell_m, cells = self._seen
        places = np.floor((points_m - origin) / cell_m).astype(np.int64)
        inside = ((places >= 0) & (places < cells.shape[::-1])).all(axis=1)
        seen = np.zeros(len(points_m), bool)
        seen[inside] = cells[places[inside, 1], places[inside, 0]] > 0
        return seen

    @cached_property
    def _seen(self) -> tuple[np.ndarray, float, np.ndarray]:
        """Return the image's outline drawn on the ground: its corner, cell size and cells."""
        x_m, y_m = (np.concatenate([plane[0], plane[:, -1], plane[-1, ::-1], plane[::-1, 0]])
                    for plane in (self.x_m, self.y_m))
        outline = np.stack([x_m, y_m], axis=1)[np.isfinite(x_m)].astype(np.float64)
        if len(outline) == 0:
            return np.zeros(2), 1.0, np.zeros((1, 1), np.uint8)
        origin, extent = outline.min(axis=0), np.ptp(outline, axis=0)
        cell_m = max(float(extent.max()) / _CELLS, 1e-6)
        cells = np.zeros(np.ceil(extent[::-1] / cell_m).astype(int) + 1, np.uint8)
        corners = np.round((outline - origin) / cell_m * 16.0).astype(np.int32)
        cv2.fillPoly(cells, [corners], 1, shift=4)
        return origin, cell_m, cells
