# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The camera's topics: the image, and the calibration beside it."""

from collections.abc import Callable

from rclpy.node import Node
from sensor_msgs.msg import CameraInfo, CompressedImage, Image

from seg_ros.ros.base.image_input import ImageInput
from seg_ros.ros.base.qos import camera


class CameraInput:
    """Image and calibration of one camera; `info` is the latest calibration, None before."""

    def __init__(
        self,
        node: Node,
        transport: str,
        reliability: str,
        on_image: Callable[[Image | CompressedImage], None],
    ) -> None:
        """
        Name the topics; nothing is subscribed yet.

        `transport` is raw or compressed, `reliability` auto, reliable or best_effort.
        """
        image, is_raw = node.resolve_topic_name('image'), transport == 'raw'
        self.images = ImageInput(
            node,
            Image if is_raw else CompressedImage,
            image if is_raw else f'{image}/compressed',
            reliability,
            on_image,
        )
        self.info = None
        self._node = node
        self._infos = None

    def subscribe(self) -> None:
        """Subscribe."""
        self.images.subscribe()
        self._infos = self._node.create_subscription(
            CameraInfo, info_topic(self._node), self._keep_info, camera(reliable=False)
        )

    def unsubscribe(self) -> None:
        """Unsubscribe."""
        self.images.unsubscribe()
        if self._infos is not None:
            self._node.destroy_subscription(self._infos)
            self._infos = None

    def _keep_info(self, info: CameraInfo) -> None:
        self.info = info


def info_topic(node: Node) -> str:
    """Return where `camera_info` is remapped to, or else the one beside the image."""
    remapped = node.resolve_topic_name('camera_info')
    if remapped != node.resolve_topic_name('camera_info', only_expand=True):
        return remapped
    return node.resolve_topic_name('image').rpartition('/')[0] + '/camera_info'
