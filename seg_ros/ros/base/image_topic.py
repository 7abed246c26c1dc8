# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A topic of images that are computed straight into one message, kept while its size stays."""

import numpy as np
from rclpy.node import Node
from rclpy.publisher import Publisher
from sensor_msgs.msg import Image
from std_msgs.msg import Header

from seg_ros.ros.base.qos import IMAGES_OUT
from seg_ros.ros.conversions.images import image_message


class ImageTopic:
    """A publisher with its message."""

    def __init__(self, node: Node, name: str, encoding: str) -> None:
        """Advertise the topic."""
        self._node = node
        self._publisher = node.create_publisher(Image, name, IMAGES_OUT)
        self._encoding = encoding
        self._message, self._view = image_message(encoding, 1, 1)

    @property
    def wanted(self) -> bool:
        """Whether someone subscribes."""
        return is_heard(self._publisher)

    def view(self, height: int, width: int) -> np.ndarray:
        """Return the pixels to fill, (height, width) or (height, width, channels) uint8."""
        if self._view.shape[:2] != (height, width):
            self._message, self._view = image_message(self._encoding, height, width)
        return self._view

    def publish(self, header: Header) -> None:
        """Send what the view holds."""
        self._message.header = header
        self._publisher.publish(self._message)

    def destroy(self) -> None:
        """Withdraw the topic."""
        self._node.destroy_publisher(self._publisher)


def is_heard(publisher: Publisher) -> bool:
    """Return whether someone subscribes."""
    return publisher.get_subscription_count() > 0
