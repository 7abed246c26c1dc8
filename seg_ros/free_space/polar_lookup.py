# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Which lines of sight meet a place, and whether they reach it."""

from dataclasses import dataclass

import numpy as np

from seg_ros.free_space.polar_grid import PolarGrid


@dataclass(frozen=True, eq=False)
class PolarLookup:
    """
    N places as the camera sees them, in any shape.

    `rays` int32 is the ray to the right of each place, `ranges_m` float32 its distance from the
    foot point, `in_view` bool whether both rays beside it show the ground there.
    """

    rays: np.ndarray
    ranges_m: np.ndarray
    in_view: np.ndarray

    def boundary_m(self, boundary_m: np.ndarray) -> np.ndarray:
        """Return where the nearer of the two rays beside each place ends, of (A,) ends."""
        return np.minimum(boundary_m[:-1], boundary_m[1:])[self.rays]

    def part(self, index: np.ndarray) -> 'PolarLookup':
        """Return the sight of some of the places."""
        return PolarLookup(self.rays[index], self.ranges_m[index], self.in_view[index])


def polar_lookup_of(fan: PolarGrid, places: np.ndarray) -> PolarLookup:
    """Return the sight of (..., 2) places in the base frame."""
    x_m, y_m = np.moveaxis(places - fan.foot_m, -1, 0)
    ranges_m = np.hypot(x_m, y_m).astype(np.float32)
    first_rad, second_rad, last_rad = fan.angles_rad[[0, 1, -1]]
    turned_rad = (np.arctan2(y_m, x_m) - first_rad) % (2.0 * np.pi)
    is_within = turned_rad < last_rad - first_rad
    rays = np.floor(turned_rad / (second_rad - first_rad)).astype(np.int32)
    rays = np.where(is_within, np.minimum(rays, len(fan.angles_rad) - 2), 0)
    begins_m, ends_m = fan.stretches_m
    in_view = (
        is_within
        & (ranges_m >= np.maximum(begins_m[:-1], begins_m[1:])[rays])
        & (ranges_m < np.minimum(ends_m[:-1], ends_m[1:])[rays])
    )
    return PolarLookup(rays, ranges_m, in_view)
