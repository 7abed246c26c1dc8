# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The ground plane of a camera: from camera_info and the camera's pose, cached."""

from math import radians, sqrt

import numpy as np
from sensor_msgs.msg import CameraInfo

from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.geometry.mount import CameraPose
from seg_ros.ros.base.camera_pose import MountPose, TfPose
from seg_ros.ros.conversions.camera_info import camera_model

MOVED_M = 0.0005
TURNED_RAD = radians(0.02)


class GroundGeometry:
    """
    Returns the same ground plane while camera, pose and height stay the same.

    The camera model is cached by the CameraInfo object. A pose that moved by less than 0.5 mm and
    0.02 degrees, as poses from TF do, counts as the same.
    """

    def __init__(self, pose: MountPose | TfPose, rectified: bool) -> None:
        """Take the source of the camera's pose; `rectified` uses P and no distortion."""
        self.pose = pose
        self._rectified = rectified
        self._info: CameraInfo | None = None
        self._camera: CameraModel | None = None
        self._plane: GroundPlane | None = None

    def plane(
        self,
        info: CameraInfo,
        shape: tuple[int, int],
        frame_id: str,
        stamp_ns: int,
        height_m: float = 0.0,
    ) -> GroundPlane:
        """
        Return the plane at a height in meters that an image of (height, width) pixels shows.

        Raises CalibrationError on a calibration that cannot be used, ParameterError on a camera
        that hangs below the plane, FrameError when TF does not know the pose at the stamp.
        """
        pose = self.pose.at(frame_id, stamp_ns)
        camera = self._camera
        if (
            camera is None
            or info is not self._info
            or (camera.height_px, camera.width_px) != shape
        ):
            camera = camera_model(info, shape, self._rectified)
            self._info, self._camera = info, camera
        if self._plane is None or not _is_same(self._plane, camera, pose, height_m):
            self._plane = GroundPlane(camera, pose, height_m)
        return self._plane


def _is_same(plane: GroundPlane, camera: CameraModel, pose: CameraPose, height_m: float) -> bool:
    moved_m = np.linalg.norm(plane.pose.position_m - pose.position_m)
    # The norm of the difference of two rotations is sqrt(2) times the small angle between them.
    turned_rad = np.linalg.norm(plane.pose.rotation - pose.rotation) / sqrt(2.0)
    return bool(
        plane.camera == camera
        and plane.height_m == height_m
        and moved_m <= MOVED_M
        and turned_rad <= TURNED_RAD
    )
