# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The rays beside a position, and whether the ground there is visible."""

from dataclasses import dataclass

import numpy as np

from seg_ros.free_space.polar_grid import PolarGrid


@dataclass(frozen=True, eq=False)
class PolarLookup:
    """
    The rays beside N positions, in any shape.

    `rays` int32 is the ray to the right of each position, `ranges_m` float32 its distance from the
    foot point, `in_view` bool whether the ground there is visible along both rays beside it.
    """

    rays: np.ndarray
    ranges_m: np.ndarray
    in_view: np.ndarray

    def boundary_m(self, boundary_m: np.ndarray) -> np.ndarray:
        """Return the nearer boundary of the two rays beside each position, of (A,) boundaries."""
        return np.minimum(boundary_m[:-1], boundary_m[1:])[self.rays]

    def select(self, index: np.ndarray) -> 'PolarLookup':
        """Return the lookup of a part of the positions."""
        return PolarLookup(self.rays[index], self.ranges_m[index], self.in_view[index])


def polar_lookup_of(polar_grid: PolarGrid, positions: np.ndarray) -> PolarLookup:
    """Return the lookup of (..., 2) positions in the base frame."""
    x_m, y_m = np.moveaxis(positions - polar_grid.foot_m, -1, 0)
    ranges_m = np.hypot(x_m, y_m).astype(np.float32)
    first_rad, second_rad, last_rad = polar_grid.angles_rad[[0, 1, -1]]
    turned_rad = (np.arctan2(y_m, x_m) - first_rad) % (2.0 * np.pi)
    is_within = turned_rad < last_rad - first_rad
    rays = np.floor(turned_rad / (second_rad - first_rad)).astype(np.int32)
    rays = np.where(is_within, np.minimum(rays, len(polar_grid.angles_rad) - 2), 0)
    begins_m, ends_m = polar_grid.visible_m
    in_view = (
        is_within
        & (ranges_m >= np.maximum(begins_m[:-1], begins_m[1:])[rays])
        & (ranges_m < np.minimum(ends_m[:-1], ends_m[1:])[rays])
    )
    return PolarLookup(rays, ranges_m, in_view)
