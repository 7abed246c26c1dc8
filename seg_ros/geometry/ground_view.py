# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Pixels to meters on the ground and back, and the ground area of each pixel."""

from dataclasses import dataclass
from math import cos, isfinite, radians, sin

import numpy as np

from seg_ros.datatypes import GroundMap
from seg_ros.errors import ParameterError
from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.mount import CameraPose

_FARTHEST_M = 1000.0


@dataclass(frozen=True, eq=False)
class GroundPlane:
    """
    A camera over level ground, in the base frame (x ahead, y left, z up; meters).

    `height_m` lifts the plane to the canopy of plants. Raises ParameterError where the camera
    is not above the plane.
    """

    camera: CameraModel
    pose: CameraPose
    height_m: float = 0.0

    def __post_init__(self) -> None:
        """Check that the camera is above the plane."""
        if not self.height_m < self.pose.position_m[2]:
            raise ParameterError(
                f'height of the camera must be above {self.height_m} m, the plane, '
                f'got {self.pose.position_m[2]} m'
            )

    @property
    def shape(self) -> tuple[int, int]:
        """Return (height, width) of the image in pixels."""
        return self.camera.height_px, self.camera.width_px

    @property
    def foot_m(self) -> np.ndarray:
        """Return (2,) float64: the position on the plane that is plumb below the camera."""
        return self.pose.position_m[:2]

    @property
    def camera_height_m(self) -> float:
        """Return the height of the camera above the plane."""
        return float(self.pose.position_m[2] - self.height_m)

    def to_ground(self, pixels: np.ndarray) -> np.ndarray:
        """
        Return the positions on the ground, (N, 2) float64, of (N, 2) pixels (u, v).

        NaN above the horizon, farther than 1000 m away, and where the lens cannot be undone.
        """
        rays = self.camera.rays(pixels)
        right, down, ahead = self.pose.rotation.T
        directions = rays[:, :1] * right + rays[:, 1:] * down + ahead
        falling = np.where(directions[:, 2:] < 0.0, directions[:, 2:], np.nan)
        offsets = directions[:, :2] * (-self.camera_height_m / falling)
        offsets[~(np.hypot(*offsets.T) <= _FARTHEST_M)] = np.nan
        return offsets + self.foot_m

    def to_pixels(self, points: np.ndarray) -> np.ndarray:
        """
        Return the pixels, (N, 2) float64, of (N, 2) positions; they may be off the image.

        NaN for positions behind the camera and beyond what its lens describes.
        """
        positions = np.column_stack([points, np.full(len(points), self.height_m)])
        return self.camera.project((positions - self.pose.position_m) @ self.pose.rotation)

    def ground_map(self) -> GroundMap:
        """
        Return position and area of every pixel: the quadrilateral of its corners.

        A pixel with a corner that is not on the ground (see `to_ground`) is not on it either.
        """
        corners = self._grid(-0.5, 1)
        diagonal = corners[1:, 1:] - corners[:-1, :-1]
        antidiagonal = corners[:-1, 1:] - corners[1:, :-1]
        area_m2 = (
            np.abs(
                diagonal[..., 0] * antidiagonal[..., 1] - diagonal[..., 1] * antidiagonal[..., 0]
            )
            / 2.0
        )
        centers = self._grid(0.0, 0)
        centers[np.isnan(area_m2)] = np.nan
        area_m2[np.isnan(centers[..., 0])] = 0.0
        return _map_of(centers, area_m2, self.height_m)

    def _grid(self, start_px: float, more_px: int) -> np.ndarray:
        shape = self.shape[0] + more_px, self.shape[1] + more_px
        rows, columns = np.indices(shape) + start_px
        return self.to_ground(np.stack([columns.ravel(), rows.ravel()], axis=1)).reshape(*shape, 2)


def scale_map(
    metres_per_pixel: float,
    height_px: int,
    width_px: int,
    x_m: float = 0.0,
    y_m: float = 0.0,
    yaw_deg: float = 0.0,
) -> GroundMap:
    """
    Return the map of a camera that points straight down, at a fixed scale.

    The middle of the image is at (x_m, y_m) in the base frame and its top is ahead, turned by
    `yaw_deg` to the left. Raises ParameterError unless all are finite and the scale above 0.
    """
    if not all(map(isfinite, (metres_per_pixel, x_m, y_m, yaw_deg))) or metres_per_pixel <= 0.0:
        raise ParameterError(
            'metres_per_pixel must be above 0, and the position finite, got '
            f'{metres_per_pixel} at {x_m}, {y_m}, {yaw_deg}'
        )
    ahead_m = ((height_px - 1) / 2.0 - np.arange(height_px)[:, None]) * metres_per_pixel
    left_m = ((width_px - 1) / 2.0 - np.arange(width_px)) * metres_per_pixel
    along, aside = cos(radians(yaw_deg)), sin(radians(yaw_deg))
    centers = np.stack(
        [x_m + along * ahead_m - aside * left_m, y_m + aside * ahead_m + along * left_m], axis=-1
    )
    return _map_of(centers, np.full((height_px, width_px), metres_per_pixel**2), 0.0)


def _map_of(centers: np.ndarray, area_m2: np.ndarray, height_m: float) -> GroundMap:
    x_m, y_m, area = (
        np.ascontiguousarray(plane, np.float32)
        for plane in (centers[..., 0], centers[..., 1], area_m2)
    )
    return GroundMap(x_m, y_m, area, height_m)
