# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The boundary of the free space as a scan about the base frame."""

from math import tau

import numpy as np

from seg_ros.datatypes import FreeScan
from seg_ros.free_space.polar_grid import PolarGrid
from seg_ros.free_space.polar_lookup import polar_lookup_of

STEP_M = 0.05
"""How densely a ray is asked whether it is free."""


class Scanner:
    """
    A scan of N rays, ray 0 straight ahead, counter-clockwise; made once for a fan.

    `open_rays` says which of them may be free: the camera sees all their ground from `blind_m` on,
    which is nearer than what it can see or where the vehicle stands.
    """

    def __init__(
        self, fan: PolarGrid, rays: int, blind_m: float, range_min_m: float, range_max_m: float
    ) -> None:
        """Look where each ray can be seen."""
        self._fan = fan
        self._rays = rays
        self._range_min_m, self._range_max_m = range_min_m, range_max_m
        angles_rad = np.arange(rays) * (tau / rays)
        ways_m = np.arange(blind_m, range_max_m, STEP_M)
        directions = np.stack([np.cos(angles_rad), np.sin(angles_rad)], axis=1)
        sight = polar_lookup_of(fan, directions[:, None] * ways_m[:, None])
        self.open_rays = np.flatnonzero(sight.in_view.all(axis=1))
        self._sight = sight.part(self.open_rays)

    def scan(self, boundary_m: np.ndarray) -> FreeScan:
        """Return the nearest obstacle of each ray, of boundaries (A,) float32 along the fan."""
        ranges_m = np.full(self._rays, np.nan, np.float32)
        is_free = (self._sight.ranges_m < self._sight.boundary_m(boundary_m)).all(axis=1)
        ranges_m[self.open_rays[is_free]] = np.inf
        ended = np.isfinite(boundary_m)
        fan = self._fan
        x_m, y_m = (fan.foot_m + boundary_m[ended, None] * fan.directions[ended]).T
        found_m = np.maximum(np.hypot(x_m, y_m), self._range_min_m).astype(np.float32)
        rays = np.rint(np.arctan2(y_m, x_m) / (tau / self._rays)).astype(int) % self._rays
        nearest_m = np.full(self._rays, np.inf, np.float32)
        np.minimum.at(nearest_m, rays, found_m)
        is_told = nearest_m < self._range_max_m
        ranges_m[is_told] = nearest_m[is_told]
        return FreeScan(ranges_m, self._range_min_m, self._range_max_m)
