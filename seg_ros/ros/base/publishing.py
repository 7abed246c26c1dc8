# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Publishing: when it is allowed, whether it is needed, and images without a copy."""

from threading import Lock
from types import TracebackType

import numpy as np
from rclpy.node import Node
from rclpy.publisher import Publisher
from sensor_msgs.msg import Image
from std_msgs.msg import Header

from seg_ros.ros.base.qos import IMAGES_OUT
from seg_ros.ros.conversions.images import image_message


class PublishGate:
    """
    A lock around publishing and around changes of the publishers; `is_open` says whether it may.

    It stands in for lifecycle publishers, which drop messages one by one: a closed gate also ends
    a frame of which only a part has been published. Hold it while publishing, and check `is_open`
    between one message and the next.
    """

    def __init__(self) -> None:
        """Start closed."""
        self.is_open = False
        self._lock = Lock()

    def __enter__(self) -> 'PublishGate':
        """Acquire the lock."""
        self._lock.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release the lock."""
        self._lock.release()

    def open(self) -> None:
        """Allow publishing."""
        with self:
            self.is_open = True

    def close(self) -> None:
        """Forbid publishing; return when the message being published has been handed over."""
        self.is_open = False
        with self:
            pass


class ImagePublisher:
    """A publisher of images that are computed into its message, kept while the size stays."""

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
