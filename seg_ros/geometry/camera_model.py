# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A camera model: pixels to rays and back, NaN where its lens has none."""

from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite

import numpy as np

from seg_ros.errors import CalibrationError
from seg_ros.geometry.distortion import Distortion


@dataclass(frozen=True)
class CameraModel:
    """
    Size, pinhole and lens of a camera, as CameraInfo has them in K, distortion_model and D.

    `fx`, `fy`, `cx` and `cy` are in pixels, whose centers lie at whole numbers. `model` is none,
    plumb_bob, rational_polynomial or equidistant, with the coefficients of OpenCV. A
    rectified image has fx, fy, cx and cy of P and no model. Raises CalibrationError on a camera
    that is not calibrated.
    """

    width_px: int
    height_px: int
    fx: float
    fy: float
    cx: float
    cy: float
    model: str = 'none'
    coefficients: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Check that the camera is calibrated and its distortion model known."""
        for name in ('width_px', 'height_px', 'fx', 'fy'):
            value = getattr(self, name)
            if not (isfinite(value) and value > 0):
                raise CalibrationError(
                    f'{name} of a calibrated camera must be above 0, got {value}'
                )
        if not (isfinite(self.cx) and isfinite(self.cy)):
            raise CalibrationError(
                f'cx and cy of a camera must be finite, got {self.cx}, {self.cy}'
            )
        object.__setattr__(self, 'coefficients', tuple(map(float, self.coefficients)))
        Distortion(self.model, self.coefficients)

    def scaled(self, height_px: int, width_px: int) -> 'CameraModel':
        """Return the camera whose image is this one's, resized."""
        across, down = width_px / self.width_px, height_px / self.height_px
        return replace(
            self,
            width_px=width_px,
            height_px=height_px,
            fx=self.fx * across,
            fy=self.fy * down,
            cx=(self.cx + 0.5) * across - 0.5,
            cy=(self.cy + 0.5) * down - 0.5,
        )

    def rays(self, pixels: np.ndarray) -> np.ndarray:
        """
        Return the rays of (N, 2) pixels (u, v): (N, 2) float64, x / z and y / z, optical frame.

        NaN where the lens cannot be undone: where its image would fold back, or more than 89.9
        degrees off the axis. Elsewhere the ray is projected to the pixel again, within 1e-9 of the
        focal length.
        """
        points = (np.asarray(pixels, np.float64) - (self.cx, self.cy)) / (self.fx, self.fy)
        if self._distortion.is_none:
            return points
        return self._distortion.undistort(points)

    def project(self, points: np.ndarray) -> np.ndarray:
        """
        Return the pixels, (N, 2) float64, of (N, 3) points in the optical frame.

        They may lie off the image. NaN for points behind the camera, and for those so far aside
        that the lens would fold them back into the image.
        """
        points = np.asarray(points, np.float64)
        depths = np.where(points[:, 2:] > 0.0, points[:, 2:], np.nan)
        return self._pixels(points[:, :2] / depths)

    def _pixels(self, rays: np.ndarray) -> np.ndarray:
        points = rays if self._distortion.is_none else self._distortion.distort(rays)
        return points * (self.fx, self.fy) + (self.cx, self.cy)

    @cached_property
    def _distortion(self) -> Distortion:
        return Distortion(self.model, self.coefficients)
