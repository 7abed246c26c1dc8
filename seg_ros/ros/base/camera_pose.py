# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The camera's pose in the base frame: from parameters, or from TF at the capture stamp."""

from time import monotonic, sleep
from typing import Any

import numpy as np
from rclpy.node import Node
from rclpy.time import Time

from seg_ros.errors import FrameError, ParameterError
from seg_ros.geometry.mount import CameraPose, mounted
from seg_ros.parameters import MountParameters

PATIENCE_S = 0.05
POLL_S = 0.005


class MountPose:
    """The pose that the parameters give, for a camera fixed to the vehicle."""

    def __init__(self, parameters: MountParameters) -> None:
        """Compute it once."""
        self._pose = mounted(
            parameters.camera_x_m,
            parameters.camera_y_m,
            parameters.camera_height_m,
            parameters.camera_pitch_deg,
            parameters.camera_roll_deg,
            parameters.camera_yaw_deg,
        )

    def at(self, frame_id: str, stamp_ns: int) -> CameraPose:
        """Return the pose, always the same."""
        return self._pose

    def destroy(self) -> None:
        """Do nothing."""


class TfPose:
    """The pose from TF; `buffer` has tf2_ros' lookup_transform and raises `unknown`."""

    def __init__(
        self, buffer: Any, unknown: type[Exception], base_frame: str, listener: Any = None
    ) -> None:
        """Look up in this buffer, which `listener` fills."""
        self._listener = listener
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
                # Not the timeout of the buffer, which a clock that stands still makes endless.
                if monotonic() > give_up_s:
                    raise FrameError(f'TF has no pose of the camera: {error}') from error
                sleep(POLL_S)
        rotation, translation = found.rotation, found.translation
        return CameraPose.from_quaternion(
            rotation.x,
            rotation.y,
            rotation.z,
            rotation.w,
            np.array((translation.x, translation.y, translation.z)),
        )

    def destroy(self) -> None:
        """Unsubscribe from TF."""
        if self._listener is not None:
            self._listener.unregister()
            self._listener = None


def camera_pose(node: Node, parameters: MountParameters) -> MountPose | TfPose:
    """Return the source of the pose; ParameterError where TF is wanted and not installed."""
    if parameters.camera_pose == 'mount':
        return MountPose(parameters)
    try:
        from tf2_ros import Buffer, TransformException, TransformListener
    except ImportError as error:
        raise ParameterError(
            "camera_pose must be mount where tf2_ros is not installed, got 'tf'"
        ) from error
    buffer = Buffer()
    listener = TransformListener(buffer, node)
    return TfPose(buffer, TransformException, parameters.base_frame, listener)
