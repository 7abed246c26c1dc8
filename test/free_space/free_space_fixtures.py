# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A level yard that one can check by eye, and the masks that cameras over it would give."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.geometry.mount import mounted

CAMERA = CameraModel(320, 240, 250.0, 250.0, 159.5, 119.5)
SMALL = CameraModel(80, 60, 60.0, 60.0, 39.5, 29.5)
DISTORTED = replace(CAMERA, model='plumb_bob', coefficients=(-0.3, 0.1, 0.001, -0.002, 0.01))
AHEAD = GroundPlane(CAMERA, mounted(0.0, 0.0, 1.0, 30.0))
"""1 m up and 30 degrees down, in the base frame's origin: ground from 0.7 to 13 m ahead."""

PLANES = {
    'ahead': AHEAD,
    'small': GroundPlane(SMALL, mounted(0.0, 0.0, 1.0, 30.0)),
    'tilted': GroundPlane(CAMERA, mounted(0.4, -0.3, 1.5, 25.0, 10.0, 30.0)),
    'distorted': GroundPlane(DISTORTED, mounted(0.2, 0.0, 0.6, 20.0)),
    'backwards': GroundPlane(CAMERA, mounted(-0.5, 0.0, 1.2, 35.0, 0.0, 180.0)),
    'straight down': GroundPlane(CAMERA, mounted(0.0, 0.0, 2.0, 90.0)),
}


def mask_of(
    plane: GroundPlane, is_free: Callable[[np.ndarray, np.ndarray], np.ndarray]
) -> np.ndarray:
    """Return the mask of ground that is drivable where `is_free(x_m, y_m)`; the sky is not."""
    ground = plane.ground_map()
    with np.errstate(invalid='ignore'):
        free = is_free(ground.x_m, ground.y_m) & np.isfinite(ground.x_m)
    return np.where(free, 255, 0).astype(np.uint8)


def everywhere(x_m: np.ndarray, y_m: np.ndarray) -> np.ndarray:
    return np.ones(x_m.shape, bool)


def around_a_box(x_m: np.ndarray, y_m: np.ndarray) -> np.ndarray:
    """See a box 3 m ahead, 1 m wide and 0.4 m high, from 1 m above the origin."""
    share = np.divide(3.0, x_m, out=np.zeros_like(x_m), where=x_m > 3.0)
    return ~((share > 0.6) & (np.abs(y_m * share) < 0.5))
