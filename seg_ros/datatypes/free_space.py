# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Free space around a vehicle: as a scan, and as a grid."""

from dataclasses import dataclass
from math import tau

import numpy as np

FREE, OCCUPIED, UNKNOWN = 0, 100, -1
"""Cells of a grid, as nav_msgs/OccupancyGrid has them."""


@dataclass(frozen=True, eq=False)
class FreeScan:
    """
    How far it is free around the base frame, counter-clockwise from straight ahead.

    `ranges_m` is (N,) float32, ray i at i * `angle_step_rad`: the distance of an obstacle, +inf
    where it is free up to `range_max_m`, NaN where it is unknown (REP-117).
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
    """The free space that one image shows; None where an output was not requested."""

    scan: FreeScan | None = None
    grid: FreeGrid | None = None
