# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What stands before the drivable node: a camera 1 m up, 30 degrees down, before a wall."""

from __future__ import annotations

from harness import Domain
import numpy as np
from rclpy.duration import Duration
from sensor_msgs.msg import CameraInfo, Image

from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.geometry.mount import mounted
from seg_ros.ros.base.qos import IMAGES_OUT
from seg_ros.ros.conversions.images import image_message

HEIGHT, WIDTH = 90, 120
PERIOD_S = 0.05
WALL_M = 3.0
MOUNT = (
    '-p',
    'camera_height_m:=1.0',
    '-p',
    'camera_pitch_deg:=30.0',
    '-p',
    'range_max_m:=5.0',
    '-p',
    'blind_m:=1.2',
)


class DrivableRig:
    """Publishes the mask of level ground up to a wall, and the calibration, at 20 Hz."""

    def __init__(self, domain: Domain) -> None:
        """Begin to send."""
        self.is_on, self.age_s, self.stamps = True, 0.0, []
        self.info = CameraInfo(
            width=WIDTH,
            height=HEIGHT,
            distortion_model='plumb_bob',
            d=[0.0] * 5,
            k=[100.0, 0.0, (WIDTH - 1) / 2, 0.0, 100.0, (HEIGHT - 1) / 2, 0.0, 0.0, 1.0],
        )
        camera = CameraModel(WIDTH, HEIGHT, 100.0, 100.0, (WIDTH - 1) / 2, (HEIGHT - 1) / 2)
        ground = GroundPlane(camera, mounted(0.0, 0.0, 1.0, 30.0)).ground_map()
        self.mask, view = image_message('mono8', HEIGHT, WIDTH)
        view[:] = np.where(ground.x_m < WALL_M, 255, 0)
        self.mask.header.frame_id = 'lens'
        self._node = node = domain.node
        self._masks = node.create_publisher(Image, 'mask', IMAGES_OUT)
        self._infos = node.create_publisher(CameraInfo, 'camera_info', 1)
        node.create_timer(PERIOD_S, self._send)

    def _send(self) -> None:
        if not self.is_on:
            return
        now = self._node.get_clock().now()
        stamp = (now - Duration(seconds=self.age_s)).to_msg()
        self.stamps.append(stamp)
        if self.info is not None:
            self.info.header.stamp = stamp
            self._infos.publish(self.info)
        self.mask.header.stamp = stamp
        self._masks.publish(self.mask)
