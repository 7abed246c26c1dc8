# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The last camera_info messages, matched to images by stamp."""

from rclpy.node import Node
from sensor_msgs.msg import CameraInfo

from seg_ros.ros.base.frame_worker import nanoseconds
from seg_ros.ros.base.qos import camera

KEPT = 60
"""Two seconds of a camera at 30 Hz: longer than an image takes to be processed."""


class CameraInfoBuffer:
    """Subscribes to camera_info; written by the executor's thread and read by any."""

    def __init__(self, node: Node, topic: str = 'camera_info') -> None:
        """Subscribe."""
        self._node = node
        self._infos: tuple[CameraInfo, ...] = ()
        self._subscription = node.create_subscription(
            CameraInfo, topic, self.add, camera(reliable=False)
        )

    @property
    def topic(self) -> str:
        """Return the full name of the topic."""
        return self._subscription.topic_name

    @property
    def latest(self) -> CameraInfo | None:
        """Return the message that arrived last, None before the first."""
        infos = self._infos
        return infos[-1] if infos else None

    def add(self, info: CameraInfo) -> None:
        """Append a message; one that says the same as the last keeps the last object."""
        self._infos = (*self._infos[1 - KEPT :], info)

    def at(self, stamp_ns: int) -> CameraInfo | None:
        """
        Return the message of an image by its stamp.

        Without one of that very stamp, as where calibrations are published more rarely than
        images: the last one that is older, else the last one. None before the first.
        """
        infos = self._infos
        older = None
        for info in reversed(infos):
            info_ns = nanoseconds(info.header.stamp)
            if info_ns == stamp_ns:
                return info
            if older is None and info_ns < stamp_ns:
                older = info
        return older or (infos[-1] if infos else None)

    def destroy(self) -> None:
        """Unsubscribe."""
        self._node.destroy_subscription(self._subscription)


def camera_info_topic(node: Node) -> str:
    """Return where `camera_info` is remapped to, or else the one beside the image."""
    remapped = node.resolve_topic_name('camera_info')
    if remapped != node.resolve_topic_name('camera_info', only_expand=True):
        return remapped
    return node.resolve_topic_name('image').rpartition('/')[0] + '/camera_info'
