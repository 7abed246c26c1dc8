# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The odometry message nearest to a stamp, for the record of an image."""

from math import isfinite

from nav_msgs.msg import Odometry
from rclpy.node import Node

from seg_ros.ros.base.frame_worker import nanoseconds
from seg_ros.ros.base.qos import ODOMETRY
from seg_ros.segmentation.hard_image_folder import RecordedPose

KEPT = 100
NEAR_NS = 200_000_000
"""Farther from the stamp of the image there is no pose."""


class OdometryBuffer:
    """Subscribes to `odom`; written by the executor's thread and read by any, without waiting."""

    def __init__(self, node: Node) -> None:
        """Subscribe."""
        self._node = node
        self._messages: tuple[Odometry, ...] = ()
        self._subscription = node.create_subscription(Odometry, 'odom', self.add, ODOMETRY)

    def add(self, message: Odometry) -> None:
        """Append a message."""
        self._messages = (*self._messages[1 - KEPT :], message)

    def nearest(self, stamp_ns: int) -> RecordedPose | None:
        """Return the pose of the message nearest in time, None where it is not near or finite."""
        messages = self._messages
        if not messages:
            return None
        nearest = min(messages, key=lambda one: abs(nanoseconds(one.header.stamp) - stamp_ns))
        nearest_ns = nanoseconds(nearest.header.stamp)
        position, rotation = nearest.pose.pose.position, nearest.pose.pose.orientation
        position_m = (position.x, position.y, position.z)
        orientation = (rotation.x, rotation.y, rotation.z, rotation.w)
        is_near = abs(nearest_ns - stamp_ns) <= NEAR_NS
        if not is_near or not all(map(isfinite, (*position_m, *orientation))):
            return None
        return RecordedPose(
            nearest_ns,
            nearest.header.frame_id,
            nearest.child_frame_id,
            position_m,
            orientation,
        )

    def destroy(self) -> None:
        """Unsubscribe."""
        self._node.destroy_subscription(self._subscription)
