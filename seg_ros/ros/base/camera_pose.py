# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Where the camera hangs: as parameters say, or as TF says at the capture of an image."""

from time import monotonic, sleep
from typing import Any

from rclpy.node import Node
from rclpy.time import Time

from seg_ros.errors import FrameError, ParameterError
from seg_ros.geometry.mount import CameraPose, mounted
from seg_ros.parameters import GeometryParameters

PATIENCE_S = 0.05
POLL_S = 0.005


class MountPose:
    """The pose that the parameters give, for a camera fixed to the vehicle."""

    def __init__(self, settings: GeometryParameters) -> None:
        """Work it out once."""
        self._pose = mounted(
            settings.camera_x_m,
            settings.camera_y_m,
            settings.camera_height_m,
            settings.camera_pitch_deg,
            settings.camera_roll_deg,
            settings.camera_yaw_deg,
        )

    def at(self, frame_id: str, stamp_ns: int) -> CameraPose:
        """Return the pose, always the same."""
        return self._pose


class TfPose:
    """The pose that TF gives; `buffer` has tf2_ros' lookup_transform and raises `unknown`."""

    def __init__(self, buffer: Any, unknown: type[Exception], base_frame: str) -> None:
        """Ask this buffer."""
        self._buffer = buffer
        self._unknown = unknown
        self._base_frame = base_frame

    def at(self, frame_id: str, stamp_ns: int) -> CameraPose:
        """Return the pose of an optical frame at a stamp; FrameError when it stays unknown."""
        give_up_s = monotonic() + PATIENCE_S
        while True:
            try:
                found = self._buffer.lookup_transform(
                    self._base_frame, frame_id, Time(nanoseconds=max(0, stamp_ns))
                ).transform
                break
            except self._unknown as error:
                # Not the buffer's own patience, which a clock that stands still makes endless.
                if monotonic() > give_up_s:
                    raise FrameError(f'TF does not place the camera: {error}') from error
                sleep(POLL_S)
        turned, place = found.rotation, found.translation
        return CameraPose.from_quaternion(
            turned.x, turned.y, turned.z, turned.w, (place.x, place.y, place.z)
        )


def camera_pose(node: Node, settings: GeometryParameters) -> MountPose | TfPose:
    """Return who knows where the camera hangs; ParameterError when TF is asked for and missing."""
    if settings.camera_pose == 'mount':
        return MountPose(settings)
    try:
        from tf2_ros import Buffer, TransformException, TransformListener
    except ImportError as error:
        raise ParameterError(
            "camera_pose must be mount where tf2_ros is not installed, got 'tf'"
        ) from error
    buffer = Buffer()
    buffer.listener = TransformListener(buffer, node)
    return TfPose(buffer, TransformException, settings.base_frame)
