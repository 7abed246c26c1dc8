# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From a mask of drivable pixels to scan and grid in meters."""

from math import pi

import numpy as np

from seg_ros.datatypes import FreeSpace
from seg_ros.errors import FrameError
from seg_ros.free_space.grid import GridBuilder
from seg_ros.free_space.obstacle_edge import boundary_m
from seg_ros.free_space.polar_grid import polar_grid_of
from seg_ros.free_space.scan import ScanBuilder
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.parameters import FreeSpaceParameters


class FreeSpaceEstimator:
    """
    Free space in the masks of a camera over level ground.

    `open_rays` rays of the scan may be free, the ground in view reaches from `nearest_m` to
    `farthest_m` from the foot point. Raises ParameterError where the camera sees no ground within
    range, CalibrationError where too much of it is far off the axis (see `polar_grid_of`).
    """

    def __init__(self, plane: GroundPlane, parameters: FreeSpaceParameters) -> None:
        """Compute once which pixel shows which ground."""
        self._shape = plane.shape
        self._min_obstacle_m = parameters.min_obstacle_m
        self._polar_grid = polar_grid_of(
            plane,
            parameters.range_min_m,
            parameters.range_max_m,
            # Half a step of the scan: as seen from the base frame, rays may lie farther apart.
            pi / parameters.scan_rays,
        )
        self._scan_builder = ScanBuilder(
            self._polar_grid,
            parameters.scan_rays,
            parameters.blind_m,
            parameters.range_min_m,
            parameters.range_max_m,
        )
        self._grid_builder = GridBuilder(
            self._polar_grid,
            parameters.resolution_m,
            parameters.ahead_m,
            parameters.behind_m,
            parameters.width_m,
        )
        begins_m, ends_m = self._polar_grid.visible_m[
            :, np.isfinite(self._polar_grid.visible_m[0])
        ]
        self.nearest_m, self.farthest_m = float(begins_m.min()), float(ends_m.max())
        self.open_rays = len(self._scan_builder.open_rays)

    def estimate(
        self, mask: np.ndarray, with_scan: bool = True, with_grid: bool = True
    ) -> FreeSpace:
        """
        Return the free space of a mask, (H, W) uint8, nonzero where a pixel is drivable.

        Raises FrameError on a mask of another size than the camera's.
        """
        if mask.shape != self._shape:
            raise FrameError(f'mask must be {self._shape} as the camera, got {mask.shape}')
        ends_m = boundary_m(
            self._polar_grid, self._polar_grid.resample(mask), self._min_obstacle_m
        )
        return FreeSpace(
            self._scan_builder.build(ends_m) if with_scan else None,
            self._grid_builder.build(ends_m) if with_grid else None,
        )
