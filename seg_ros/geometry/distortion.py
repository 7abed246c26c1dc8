# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a lens does to rays, and how it is undone."""

from dataclasses import dataclass
from functools import cached_property
from math import cos, isfinite, sin

import numpy as np
from numpy.polynomial.polynomial import polyval

from seg_ros.errors import ParameterError

_COUNTS = {
    'none': (0,),
    'plumb_bob': (0, 4, 5),
    'rational_polynomial': (8, 12, 14),
    'equidistant': (4,),
    'fisheye': (4,),
}
_WIDEST_RAD, _STEPS = 1.57, 1 << 17
_ROUNDS, _SETTLED = 15, 1e-10


@dataclass(frozen=True)
class Distortion:
    """
    The distortion of a camera: its model and coefficients, as OpenCV defines them.

    plumb_bob takes k1 k2 p1 p2 [k3], or none where nothing is distorted; rational_polynomial
    k1 k2 p1 p2 k3 k4 k5 k6 [s1 s2 s3 s4 [tau_x tau_y]]; equidistant (or fisheye) k1 k2 k3 k4;
    none (or an empty name) nothing, or zeros. Points and rays are (N, 2) float64, x / z and y / z
    in the optical frame. Raises ParameterError on other models and counts.
    """

    model: str = 'none'
    coefficients: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Check that the model is known and has as many coefficients as it takes."""
        model = self.model or 'none'
        if model not in _COUNTS:
            raise ParameterError(
                f'distortion model of a camera must be one of {", ".join(_COUNTS)}, got {model!r}'
            )
        if not all(map(isfinite, self.coefficients)):
            raise ParameterError(f'distortion of a camera must be finite, got {self.coefficients}')
        count = len(self.coefficients) if model != 'none' or any(self.coefficients) else 0
        if count not in _COUNTS[model]:
            raise ParameterError(
                f'distortion of a camera of model {model} must be '
                f'{" or ".join(map(str, _COUNTS[model]))} numbers, got {count}'
            )

    @property
    def is_straight(self) -> bool:
        """Return whether the lens bends nothing."""
        return not self._is_fisheye and not any(self.coefficients)

    def bend(self, rays: np.ndarray) -> np.ndarray:
        """Return where rays meet the image; NaN from where on the image would fold back."""
        radii = np.hypot(*rays.T)
        ratios = np.divide(self._bent(radii), radii, out=np.ones_like(radii), where=radii > 0.0)
        ratios[radii > self._curve[1][-1]] = np.nan
        points = rays * ratios[:, None] + self._aside(rays)
        return _seen_through(self._tilt, points) if self._is_tilted else points

    def unbend(self, points: np.ndarray) -> np.ndarray:
        """Return the rays that meet the image at the points; NaN or off where there are none."""
        if self._is_tilted:
            points = _seen_through(np.linalg.inv(self._tilt), points)
        rays = self._straightened(points)
        for _ in range(_ROUNDS):
            before, rays = rays, self._straightened(points - self._aside(rays))
            if not (np.abs(rays - before) > _SETTLED).any():
                break
        return rays

    def _straightened(self, points: np.ndarray) -> np.ndarray:
        radii = np.hypot(*points.T)
        straight = np.interp(radii, *self._curve, right=np.nan)
        ratios = np.divide(straight, radii, out=np.ones_like(radii), where=radii > 0.0)
        return points * ratios[:, None]

    def _bent(self, radii: np.ndarray) -> np.ndarray:
        if self._is_fisheye:
            angles = np.arctan(radii)
            return angles * polyval(angles**2, (1.0, *self.coefficients))
        k1, k2, _, _, k3, k4, k5, k6 = self._terms[:8]
        square = radii**2
        return radii * polyval(square, (1.0, k1, k2, k3)) / polyval(square, (1.0, k4, k5, k6))

    def _aside(self, rays: np.ndarray) -> np.ndarray:
        """Return the part of the distortion that is not along the radius."""
        if self._is_fisheye:
            return np.zeros_like(rays)
        p1, p2, s1, s2, s3, s4 = *self._terms[2:4], *self._terms[8:12]
        x, y = rays.T
        square = x**2 + y**2
        return np.stack(
            [
                2.0 * p1 * x * y + p2 * (square + 2.0 * x**2) + (s1 + s2 * square) * square,
                2.0 * p2 * x * y + p1 * (square + 2.0 * y**2) + (s3 + s4 * square) * square,
            ],
            axis=1,
        )

    @cached_property
    def _curve(self) -> tuple[np.ndarray, np.ndarray]:
        """Return bent and straight radii, from the axis to where the image would fold back."""
        straight = np.tan(np.linspace(0.0, _WIDEST_RAD, _STEPS))
        with np.errstate(all='ignore'):
            bent = self._bent(straight)
            folds = np.flatnonzero(~(np.diff(bent) > 0.0))
        stop = folds[0] + 1 if len(folds) else _STEPS
        return bent[:stop], straight[:stop]

    @cached_property
    def _tilt(self) -> np.ndarray:
        """Return the homography of a tilted sensor."""
        (cos_x, sin_x), (cos_y, sin_y) = ((cos(angle), sin(angle)) for angle in self._terms[12:])
        turn = np.array([[cos_y, 0.0, -sin_y], [0.0, 1.0, 0.0], [sin_y, 0.0, cos_y]]) @ [
            [1.0, 0.0, 0.0],
            [0.0, cos_x, sin_x],
            [0.0, -sin_x, cos_x],
        ]
        depth = turn[2, 2]
        return (
            np.array([[depth, 0.0, -turn[0, 2]], [0.0, depth, -turn[1, 2]], [0.0, 0.0, 1.0]])
            @ turn
        )

    @property
    def _is_tilted(self) -> bool:
        return any(self._terms[12:])

    @property
    def _is_fisheye(self) -> bool:
        return self.model in ('equidistant', 'fisheye')

    @property
    def _terms(self) -> tuple[float, ...]:
        return self.coefficients + (0.0,) * (14 - len(self.coefficients))


def _seen_through(homography: np.ndarray, points: np.ndarray) -> np.ndarray:
    right, down, ahead = homography.T
    places = points[:, :1] * right + points[:, 1:] * down + ahead
    return places[:, :2] / places[:, 2:]
