# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A topic of images that are computed into a preallocated message."""

import numpy as np
from rclpy.node import Node
from rclpy.publisher import Publisher
from sensor_msgs.msg import Image
from std_msgs.msg import Header

from seg_ros.ros.base.qos import IMAGES_OUT
from seg_ros.ros.conversions.images import image_message


class ImagePublisher:
    """A publisher with its message, which is kept while the size stays."""

    def __init__(self, node: Node, name: str, encoding: str) -> None:
        """Advertise the topic."""
        self._node = node
        self.publisher = node.create_publisher(Image, name, IMAGES_OUT)
        self._encoding = encoding
        self._message, self._view = image_message(encoding, 1, 1)

    @property
    def has_subscribers(self) -> bool:
        """Whether someone subscribes."""
        return has_subscribers(self.publisher)

    def view(self, height: int, width: int) -> np.ndarray:
        """Return the pixels to fill, (height, width) or (height, width, channels) uint8."""
        if self._view.shape[:2] != (height, width):
            self._message, self._view = image_message(self._encoding, height, width)
        return self._view

    def message(self, header: Header) -> Image:
        """Return the message with what the view holds."""
        self._message.header = header
        return self._message

    def destroy(self) -> None:
        """Destroy the publisher."""
        self._node.destroy_publisher(self.publisher)


def has_subscribers(publisher: Publisher) -> bool:
    """Return whether someone subscribes."""
    return publisher.get_subscription_count() > 0
