# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The free space as a grid of cells around the base frame."""

import numpy as np

from seg_ros.datatypes import FREE, FreeGrid, OCCUPIED, UNKNOWN
from seg_ros.free_space.polar_grid import PolarGrid
from seg_ros.free_space.polar_lookup import polar_lookup_of

WALL_CELLS = 1.5
"""Depth of an obstacle in the grid along the line of sight, since its end is not visible."""


class GridBuilder:
    """A grid from `behind_m` to `ahead_m`, `width_m` wide; made once for a polar grid."""

    def __init__(
        self,
        polar_grid: PolarGrid,
        resolution_m: float,
        ahead_m: float,
        behind_m: float,
        width_m: float,
    ) -> None:
        """Compute once which ray meets each cell."""
        self._polar_grid = polar_grid
        self._resolution_m = resolution_m
        self._shape = (round(width_m / resolution_m), round((ahead_m + behind_m) / resolution_m))
        self._corner_m = np.array([-behind_m, -self._shape[0] * resolution_m / 2.0])
        rows, columns = np.indices(self._shape)
        middles = np.stack([columns, rows], axis=-1) + 0.5
        lookup = polar_lookup_of(polar_grid, self._corner_m + middles * resolution_m)
        self._in_view = np.flatnonzero(lookup.in_view)
        self._lookup = lookup.select(lookup.in_view)

    def build(self, boundary_m: np.ndarray) -> FreeGrid:
        """Return the cells, of boundaries (A,) float32 along the rays."""
        cells = np.full(self._shape, UNKNOWN, np.int8)
        beyond_m = self._lookup.ranges_m - self._lookup.boundary_m(boundary_m)
        behind = np.where(beyond_m < WALL_CELLS * self._resolution_m, OCCUPIED, UNKNOWN)
        cells.ravel()[self._in_view] = np.where(beyond_m < 0.0, FREE, behind)
        columns, rows = self._wall(boundary_m).T
        cells[rows, columns] = OCCUPIED
        return FreeGrid(cells, self._resolution_m, *self._corner_m.tolist())

    def _wall(self, boundary_m: np.ndarray) -> np.ndarray:
        """Return (N, 2) columns and rows just behind the end of each ray, even of a single one."""
        ended = np.isfinite(boundary_m)
        behind_m = boundary_m[ended, None] + self._resolution_m / 2.0
        positions = self._polar_grid.foot_m + behind_m * self._polar_grid.directions[ended]
        indices = np.floor((positions - self._corner_m) / self._resolution_m).astype(int)
        return indices[((indices >= 0) & (indices < self._shape[::-1])).all(axis=1)]
