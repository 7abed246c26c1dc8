# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The ground plane of a camera, made anew only when the camera or its place changed."""

from math import radians, sqrt

import numpy as np
from sensor_msgs.msg import CameraInfo

from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.geometry.mount import CameraPose
from seg_ros.ros.conversions.camera_model import camera_model

MOVED_M = 0.0005
TURNED_RAD = radians(0.02)


class PlaneView:
    """The last ground plane."""

    def __init__(self) -> None:
        """Begin without one."""
        self.plane = None

    def seen(
        self,
        info: CameraInfo,
        shape: tuple[int, int],
        rectified: bool,
        pose: CameraPose,
        height_m: float = 0.0,
    ) -> GroundPlane:
        """
        Return the plane at a height that an image shows, the same object while nothing changes.

        Raises ParameterError on a camera that is not calibrated or that hangs below the plane.
        """
        plane = GroundPlane(camera_model(info, shape, rectified), pose, height_m)
        if self.plane is None or not _is_alike(plane, self.plane):
            self.plane = plane
        return self.plane


def _is_alike(plane: GroundPlane, other: GroundPlane) -> bool:
    moved_m = np.linalg.norm(plane.pose.position_m - other.pose.position_m)
    # The norm of the difference of two rotations is sqrt(2) times the small angle between them.
    turned_rad = np.linalg.norm(plane.pose.rotation - other.pose.rotation) / sqrt(2.0)
    return (
        plane.camera == other.camera
        and plane.height_m == other.height_m
        and moved_m <= MOVED_M
        and turned_rad <= TURNED_RAD
    )
