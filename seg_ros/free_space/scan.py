# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The boundary of the free space as a scan about the base frame."""

from math import tau

import numpy as np

from seg_ros.datatypes import FreeScan
from seg_ros.free_space.polar_grid import PolarGrid
from seg_ros.free_space.polar_lookup import polar_lookup_of

STEP_M = 0.05
"""Step along a ray at which it is tested whether it is free."""


class ScanBuilder:
    """
    A scan of N rays, ray 0 straight ahead, counter-clockwise; made once for a polar grid.

    `open_rays` says which of them may be free: those visible from `blind_m` on. Nearer ground is
    out of view or under the vehicle, and is not tested.
    """

    def __init__(
        self,
        polar_grid: PolarGrid,
        rays: int,
        blind_m: float,
        range_min_m: float,
        range_max_m: float,
    ) -> None:
        """Compute once which rays are visible."""
        self._polar_grid = polar_grid
        self._rays = rays
        self._range_min_m, self._range_max_m = range_min_m, range_max_m
        angles_rad = np.arange(rays) * (tau / rays)
        ranges_m = np.arange(blind_m, range_max_m, STEP_M)
        directions = np.stack([np.cos(angles_rad), np.sin(angles_rad)], axis=1)
        lookup = polar_lookup_of(polar_grid, directions[:, None] * ranges_m[:, None])
        self.open_rays = np.flatnonzero(lookup.in_view.all(axis=1))
        self._lookup = lookup.select(self.open_rays)

    def build(self, boundary_m: np.ndarray) -> FreeScan:
        """Return the nearest obstacle of each ray, of boundaries (A,) float32 along the rays."""
        ranges_m = np.full(self._rays, np.nan, np.float32)
        is_free = (self._lookup.ranges_m < self._lookup.boundary_m(boundary_m)).all(axis=1)
        ranges_m[self.open_rays[is_free]] = np.inf
        ended = np.isfinite(boundary_m)
        polar_grid = self._polar_grid
        x_m, y_m = (polar_grid.foot_m + boundary_m[ended, None] * polar_grid.directions[ended]).T
        found_m = np.maximum(np.hypot(x_m, y_m), self._range_min_m).astype(np.float32)
        rays = np.rint(np.arctan2(y_m, x_m) / (tau / self._rays)).astype(int) % self._rays
        nearest_m = np.full(self._rays, np.inf, np.float32)
        np.minimum.at(nearest_m, rays, found_m)
        is_obstacle = nearest_m < self._range_max_m
        ranges_m[is_obstacle] = nearest_m[is_obstacle]
        return FreeScan(ranges_m, self._range_min_m, self._range_max_m)
