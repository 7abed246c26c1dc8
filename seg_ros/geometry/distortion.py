# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Lens distortion as OpenCV computes it, and where it cannot be undone."""

from dataclasses import dataclass
from functools import cached_property
from math import isfinite

import cv2
import numpy as np

from seg_ros.errors import CalibrationError

COEFFICIENT_COUNTS = {
    'none': (0,),
    'plumb_bob': (0, 4, 5),
    'rational_polynomial': (8, 12, 14),
    'equidistant': (4,),
    'fisheye': (4,),
}
_WIDEST_RAD, _SAMPLES = 1.57, 1 << 14
_CLOSE, _STEP, _NEWTON_STEPS = 1e-9, 1e-6, 12
_IDENTITY = np.eye(3)
_BLOCK = 1 << 14
"""Points at a time: OpenCV returns their derivatives besides, of 400 bytes a point."""

_CRITERIA = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 100, 1e-10)
"""OpenCV's default, five iterations, leaves up to a quarter of the pixels off by 1e-3 px."""


@dataclass(frozen=True)
class Distortion:
    """
    The distortion of a camera: its model and coefficients, as OpenCV defines them.

    plumb_bob takes k1 k2 p1 p2 [k3], or none where nothing is distorted; rational_polynomial
    k1 k2 p1 p2 k3 k4 k5 k6 [s1 s2 s3 s4 [tau_x tau_y]]; equidistant (or fisheye) k1 k2 k3 k4;
    none (or an empty name) nothing, or zeros. Points and rays are (N, 2) float64, x / z and y / z
    in the optical frame. Raises CalibrationError on other models and counts.
    """

    model: str = 'none'
    coefficients: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Check that the model is known and has as many coefficients as it takes."""
        model = self.model or 'none'
        if model not in COEFFICIENT_COUNTS:
            raise CalibrationError(
                f'distortion model of a camera must be one of {", ".join(COEFFICIENT_COUNTS)}, '
                f'got {model!r}'
            )
        if not all(map(isfinite, self.coefficients)):
            raise CalibrationError(
                f'distortion of a camera must be finite, got {self.coefficients}'
            )
        count = len(self.coefficients) if model != 'none' or any(self.coefficients) else 0
        if count not in COEFFICIENT_COUNTS[model]:
            raise CalibrationError(
                f'distortion of a camera of model {model} must be '
                f'{" or ".join(map(str, COEFFICIENT_COUNTS[model]))} numbers, got {count}'
            )

    @property
    def is_none(self) -> bool:
        """Return whether the lens distorts nothing."""
        return not self._is_fisheye and not any(self.coefficients)

    def distort(self, rays: np.ndarray) -> np.ndarray:
        """Return where rays meet the image; NaN from where the image would fold back."""
        points = _distort(rays, self._vector, self._is_fisheye)
        points[~(_lengths(rays) <= self._widest)] = np.nan
        return points

    def undistort(self, points: np.ndarray) -> np.ndarray:
        """
        Return the rays that meet the image at the points within 1e-9; NaN where there are none.

        OpenCV's fixed-point iteration does not converge near the corners of wide lenses, in
        OpenCV 4 for more pixels than in 5; what it misses is solved by Newton's method.
        """
        if not len(points):
            return np.empty((0, 2))
        rays = self._iterated(points)
        off = ~(_lengths(self.distort(rays) - points) <= _CLOSE)
        rays[off] = self._solved(points[off])
        return rays

    def _iterated(self, points: np.ndarray) -> np.ndarray:
        given = np.ascontiguousarray(points, np.float64)[:, None]
        if self._is_fisheye:
            return cv2.fisheye.undistortPoints(given, _IDENTITY, self._vector)[:, 0]
        if hasattr(cv2, 'undistortPointsIter'):
            # OpenCV 4: `undistortPoints` has no criteria there.
            return cv2.undistortPointsIter(given, _IDENTITY, self._vector, None, None, _CRITERIA)[
                :, 0
            ]
        return cv2.undistortPoints(given, _IDENTITY, self._vector, criteria=_CRITERIA)[:, 0]

    def _solved(self, points: np.ndarray) -> np.ndarray:
        """Return the rays of points by Newton's method, NaN where it does not converge."""
        radii, distorted = self._radial
        lengths = _lengths(points)
        rays = (
            points * (np.interp(lengths, distorted, radii) / np.maximum(lengths, _CLOSE))[:, None]
        )
        with np.errstate(all='ignore'):
            for _ in range(_NEWTON_STEPS):
                met = _distort(rays, self._vector, self._is_fisheye)
                (a, c), (b, d) = (
                    (_distort(rays + step, self._vector, self._is_fisheye) - met).T / _STEP
                    for step in _STEP * np.eye(2)
                )
                missed_x, missed_y = (met - points).T
                rays[:, 0] -= (d * missed_x - b * missed_y) / (a * d - b * c)
                rays[:, 1] -= (a * missed_y - c * missed_x) / (a * d - b * c)
        rays[~(_lengths(self.distort(rays) - points) <= _CLOSE)] = np.nan
        return rays

    @property
    def _widest(self) -> float:
        """Return the radius of rays from which on the image would fold back."""
        return float(self._radial[0][-1])

    @cached_property
    def _radial(self) -> tuple[np.ndarray, np.ndarray]:
        """Return radii of rays up to where the image would fold back, and of their points."""
        radii = np.tan(np.linspace(0.0, _WIDEST_RAD, _SAMPLES))
        radial = self._vector.copy()
        if not self._is_fisheye:
            # Tangential, thin prism and tilt terms are not along the radius.
            radial[2:4], radial[8:] = 0.0, 0.0
        rays = np.stack([radii, np.zeros_like(radii)], axis=1)
        with np.errstate(all='ignore'):
            distorted = _distort(rays, radial, self._is_fisheye)[:, 0]
            folds = np.flatnonzero(~(np.diff(distorted) > 0))
        end = folds[0] + 1 if len(folds) else len(radii)
        return radii[:end], distorted[:end]

    @property
    def _vector(self) -> np.ndarray:
        """Return the coefficients in the form that OpenCV takes."""
        missing = (0 if self._is_fisheye else 14) - len(self.coefficients)
        return np.array(self.coefficients + (0.0,) * missing)

    @property
    def _is_fisheye(self) -> bool:
        return self.model in ('equidistant', 'fisheye')


def _lengths(vectors: np.ndarray) -> np.ndarray:
    return np.hypot(*vectors.T)


def _distort(rays: np.ndarray, coefficients: np.ndarray, is_fisheye: bool) -> np.ndarray:
    if not len(rays):
        return np.empty((0, 2))
    if is_fisheye:
        given = np.ascontiguousarray(rays, np.float64)[:, None]
        return cv2.fisheye.distortPoints(given, _IDENTITY, coefficients)[:, 0]
    points = np.column_stack([rays, np.ones(len(rays))])
    origin = np.zeros(3)
    return np.concatenate(
        [
            cv2.projectPoints(
                points[start : start + _BLOCK], origin, origin, _IDENTITY, coefficients
            )[0][:, 0]
            for start in range(0, len(points), _BLOCK)
        ]
    )
