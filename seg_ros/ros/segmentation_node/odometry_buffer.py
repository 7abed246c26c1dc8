# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The odometry message nearest to a stamp, for the record of an image."""

from math import isfinite

from nav_msgs.msg import Odometry
from rclpy.node import Node

from seg_ros.ros.base.frame_worker import nanoseconds
from seg_ros.ros.base.qos import ODOMETRY
from seg_ros.segmentation.hard_image_folder import RecordedPose

KEPT_NS = 2_000_000_000
"""Messages this old are forgotten: images may be delayed by a second, whatever the rate."""

MOST_KEPT = 2000
"""As many are kept at most, for odometry whose stamps stand still."""

NEAR_NS = 200_000_000
"""Farther from the stamp of the image there is no pose."""


class OdometryBuffer:
    """Subscribes to `odom`; written by the executor's thread and read by any, without waiting."""

    def __init__(self, node: Node) -> None:
        """Subscribe."""
        self._node = node
        self._messages: tuple[tuple[int, Odometry], ...] = ()
        self._subscription = node.create_subscription(Odometry, 'odom', self.add, ODOMETRY)

    def add(self, message: Odometry) -> None:
        """Append a message, and forget those that are older or, after a jump of time, later."""
        stamp_ns = nanoseconds(message.header.stamp)
        messages = (*self._messages[1 - MOST_KEPT :], (stamp_ns, message))
        first = next(
            i for i, (one_ns, _) in enumerate(messages) if abs(one_ns - stamp_ns) <= KEPT_NS
        )
        self._messages = messages[first:]

    def nearest(self, stamp_ns: int) -> RecordedPose | None:
        """Return the pose of the message nearest in time, None where it is not near or finite."""
        messages = self._messages
        if not messages:
            return None
        nearest_ns, nearest = min(messages, key=lambda one: abs(one[0] - stamp_ns))
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
