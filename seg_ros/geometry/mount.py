# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The pose of a camera on the vehicle."""

from dataclasses import dataclass
from math import cos, radians, sin

import numpy as np

from seg_ros.errors import ParameterError

_BODY_FROM_OPTICAL = np.array([[0.0, 0.0, 1.0], [-1.0, 0.0, 0.0], [0.0, -1.0, 0.0]])


@dataclass(frozen=True, eq=False)
class CameraPose:
    """
    The optical frame of a camera (z along the axis, x right, y down) in the base frame (REP-103).

    `rotation` is (3, 3) float64, base from optical; `position_m` (3,). ParameterError
    on numbers that are not finite.
    """

    rotation: np.ndarray
    position_m: np.ndarray

    def __post_init__(self) -> None:
        """Check shapes and numbers."""
        for name, shape in (('rotation', (3, 3)), ('position_m', (3,))):
            value = np.asarray(getattr(self, name), np.float64)
            if value.shape != shape or not np.isfinite(value).all():
                raise ParameterError(
                    f'{name} of a camera must be {shape} finite numbers, got {value.tolist()}'
                )
            object.__setattr__(self, name, value)

    @classmethod
    def from_quaternion(
        cls, x: float, y: float, z: float, w: float, position_m: np.ndarray
    ) -> 'CameraPose':
        """Return the pose of TF: base from optical; ParameterError on a zero quaternion."""
        length = (x * x + y * y + z * z + w * w) ** 0.5
        if not 1e-6 < length < 1e6:
            raise ParameterError(f'rotation of a camera must be a quaternion, got {(x, y, z, w)}')
        x, y, z, w = x / length, y / length, z / length, w / length
        return cls(
            np.array(
                [
                    [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
                    [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
                    [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
                ]
            ),
            position_m,
        )


def mounted(
    x_m: float,
    y_m: float,
    height_m: float,
    pitch_deg: float,
    roll_deg: float = 0.0,
    yaw_deg: float = 0.0,
) -> CameraPose:
    """
    Return the pose of a camera mounted on the vehicle: Rz(yaw) Ry(pitch) Rx(roll), REP-103.

    Pitch is positive down: 0 is horizontal, 90 straight down with the top of the image
    ahead. Roll is about the axis, positive clockwise as seen from behind; yaw positive to the
    left.
    """
    (cos_r, sin_r), (cos_p, sin_p), (cos_y, sin_y) = (
        (cos(radians(angle)), sin(radians(angle))) for angle in (roll_deg, pitch_deg, yaw_deg)
    )
    roll = np.array([[1.0, 0.0, 0.0], [0.0, cos_r, -sin_r], [0.0, sin_r, cos_r]])
    pitch = np.array([[cos_p, 0.0, sin_p], [0.0, 1.0, 0.0], [-sin_p, 0.0, cos_p]])
    yaw = np.array([[cos_y, -sin_y, 0.0], [sin_y, cos_y, 0.0], [0.0, 0.0, 1.0]])
    return CameraPose(yaw @ pitch @ roll @ _BODY_FROM_OPTICAL, np.array([x_m, y_m, height_m]))
