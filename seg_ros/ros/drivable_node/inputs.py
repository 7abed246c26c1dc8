# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What the drivable node listens to, and what of it is still missing."""

from collections.abc import Callable

from rclpy.node import Node
from sensor_msgs.msg import CameraInfo, Image

from seg_ros.ros.base.image_input import ImageInput
from seg_ros.ros.base.qos import camera


class DrivableInputs:
    """
    The calibration, from configuration on, and masks, between `open` and `close`.

    `info` is the latest calibration, None before; `masks` the topic of the masks.
    """

    def __init__(self, node: Node) -> None:
        """Listen to the calibration."""
        self.info = None
        self.masks = ImageInput(
            node, Image, node.resolve_topic_name('mask'), 'auto', lambda mask: self._on_mask(mask)
        )
        self._node = node
        self._on_mask = None
        self._infos = node.create_subscription(
            CameraInfo, 'camera_info', self._keep_info, camera(reliable=False)
        )

    @property
    def missing(self) -> list[str]:
        """Return what has to come before the node can be active, in words."""
        return [] if self.info else [f'camera_info on {self._infos.topic_name}']

    def open(self, on_mask: Callable[[Image], None]) -> None:
        """Listen to masks."""
        self._on_mask = on_mask
        self.masks.subscribe()

    def close(self) -> None:
        """Listen to masks no longer."""
        self.masks.unsubscribe()

    def destroy(self) -> None:
        """Listen to nothing any more."""
        self._node.destroy_subscription(self._infos)

    def _keep_info(self, info: CameraInfo) -> None:
        self.info = info
