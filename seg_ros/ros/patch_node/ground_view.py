# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The ground as the camera sees it, worked out anew only when the camera or its place changed."""

from sensor_msgs.msg import CameraInfo

from seg_ros.datatypes import GroundMap
from seg_ros.geometry.ground_view import GroundPlane, scale_map
from seg_ros.geometry.mount import CameraPose
from seg_ros.parameters import GeometryParameters
from seg_ros.ros.base.plane_view import PlaneView


class GroundView:
    """The last ground map and what it was made of."""

    def __init__(self) -> None:
        """Begin without one."""
        self._view = PlaneView()
        self._plane = self._ground = None

    def scaled(self, parameters: GeometryParameters, shape: tuple[int, int]) -> GroundMap:
        """Return the map of an image of (height, width) pixels at the fixed scale."""
        if self._ground is None or self._ground.shape != shape:
            self._ground = scale_map(
                parameters.metres_per_pixel,
                *shape,
                x_m=parameters.camera_x_m,
                y_m=parameters.camera_y_m,
                yaw_deg=parameters.camera_yaw_deg,
            )
        return self._ground

    def check(self, parameters: GeometryParameters) -> None:
        """Raise ParameterError where the camera would not hang above the canopy."""
        if self._plane is not None:
            GroundPlane(self._plane.camera, self._plane.pose, parameters.canopy_height_m)

    def seen(
        self,
        parameters: GeometryParameters,
        shape: tuple[int, int],
        info: CameraInfo,
        pose: CameraPose,
    ) -> GroundMap:
        """
        Return the map of an image of a calibrated camera, the same object while nothing changes.

        Raises ParameterError on a camera that is not calibrated or that hangs below the canopy.
        """
        plane = self._view.seen(
            info, shape, parameters.rectified, pose, parameters.canopy_height_m
        )
        if plane is not self._plane:
            self._plane, self._ground = plane, plane.ground_map()
        return self._ground
