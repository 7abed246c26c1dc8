# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Where a vehicle may drive: what the camera is to the ground, and the free space that it saw."""

from collections.abc import Callable
from dataclasses import dataclass
from math import tau

import numpy as np

FREE, OCCUPIED, UNKNOWN = 0, 100, -1
"""Cells of a grid, as nav_msgs/OccupancyGrid has them."""


@dataclass(frozen=True, eq=False)
class Viewpoint:
    """
    A camera over level ground, in the base frame (x ahead, y to the left; meters).

    `to_pixels` returns the pixels (u, v), (N, 2) float64, of (N, 2) places on the ground, NaN
    where there are none; `shape` is (height, width) of its image; `foot_m` (2,) float64 is the
    ground under its optical center and `height_m` the height above it. Raises ValueError on a
    camera in the ground.
    """

    to_pixels: Callable[[np.ndarray], np.ndarray]
    shape: tuple[int, int]
    foot_m: np.ndarray
    height_m: float

    def __post_init__(self) -> None:
        """Check that the camera is above the ground."""
        if not self.height_m > 0.0 or self.foot_m.shape != (2,):
            raise ValueError(
                f'a camera must be above its foot point, got {self.height_m} m above {self.foot_m}'
            )


@dataclass(frozen=True, eq=False)
class FreeScan:
    """
    How far it is free around the base frame, from straight ahead to the left and all around.

    `ranges_m` is (N,) float32, ray i at i * `angle_step_rad`: the distance of an obstacle, +inf
    where it is free up to `range_max_m`, NaN where nobody knows (REP-117).
    """

    ranges_m: np.ndarray
    range_min_m: float
    range_max_m: float

    def __post_init__(self) -> None:
        """Check the shape."""
        if self.ranges_m.ndim != 1 or self.ranges_m.dtype != np.float32:
            raise ValueError(
                f'ranges_m must be (N,) float32, got {self.ranges_m.shape} {self.ranges_m.dtype}'
            )

    @property
    def angle_step_rad(self) -> float:
        """Return the angle from one ray to the next, counter-clockwise."""
        return tau / len(self.ranges_m)


@dataclass(frozen=True, eq=False)
class FreeGrid:
    """
    Cells of the ground around the base frame: FREE, OCCUPIED or UNKNOWN.

    `cells` is (rows, columns) int8, rows along y and columns along x; the outer corner of the
    first one is at (`x_m`, `y_m`).
    """

    cells: np.ndarray
    resolution_m: float
    x_m: float
    y_m: float

    def __post_init__(self) -> None:
        """Check the shape."""
        if self.cells.ndim != 2 or self.cells.dtype != np.int8:
            raise ValueError(
                f'cells must be (rows, columns) int8, got {self.cells.shape} {self.cells.dtype}'
            )


@dataclass(frozen=True)
class FreeSpace:
    """One image's answer; None what nobody asked for."""

    scan: FreeScan | None = None
    grid: FreeGrid | None = None
