# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The ground as the camera sees it, worked out anew only when the camera or its place changed."""

from sensor_msgs.msg import CameraInfo

from seg_ros.datatypes import GroundMap
from seg_ros.ground.mount import CameraPose
from seg_ros.ground.plane import GroundPlane, scale_map
from seg_ros.ros.node.plane_view import PlaneView
from seg_ros.settings import GroundSettings


class GroundView:
    """The last ground map and what it was made of."""

    def __init__(self) -> None:
        """Begin without one."""
        self._view = PlaneView()
        self._plane = self._ground = None

    def scaled(self, settings: GroundSettings, shape: tuple[int, int]) -> GroundMap:
        """Return the map of an image of (height, width) pixels at the fixed scale."""
        if self._ground is None or self._ground.shape != shape:
            self._ground = scale_map(
                settings.metres_per_pixel, *shape, x_m=settings.camera_x_m,
                y_m=settings.camera_y_m, yaw_deg=settings.camera_yaw_deg)
        return self._ground

    def check(self, settings: GroundSettings) -> None:
        """Raise SettingError where the camera would not hang above the canopy."""
        if self._plane is not None:
            GroundPlane(self._plane.camera, self._plane.pose, settings.canopy_height_m)

    def seen(
        self, settings: GroundSettings, shape: tuple[int, int], info: CameraInfo, pose: CameraPose
    ) -> GroundMap:
        """
        Return the map of an image of a calibrated camera, the same object while nothing changes.

        Raises SettingError on a camera that is not calibrated or that hangs below the canopy.
        """
        plane = self._view.seen(
            info, shape, settings.rectified, pose, settings.canopy_height_m)
        if plane is not self._plane:
            self._plane, self._ground = plane, plane.ground_map()
        return self._ground
