# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What stands before the patch node: a camera 1 m above the ground, a network, and odometry."""

from __future__ import annotations

from builtin_interfaces.msg import Time
from harness import Domain
from nav_msgs.msg import Odometry
import numpy as np
from rclpy.duration import Duration
from sensor_msgs.msg import CameraInfo, Image, PointCloud2
from vision_msgs.msg import LabelInfo, VisionClass

from seg_ros.ros.base.qos import FEW, IMAGES_OUT, LATCHED
from seg_ros.ros.conversions.images import image_message
from seg_ros.ros.conversions.point_clouds import POINT, RUN

HEIGHT, WIDTH = 90, 120
PERIOD_S = 0.05
SOIL, WEED, CROP = 0, 1, 2
MOUNT = ('-p', 'camera_height_m:=1.0', '-p', 'camera_pitch_deg:=90.0')


class Rig:
    """
    Publishes class map, mask and confidence of a scene, calibration and odometry, at 20 Hz.

    A pixel is 1 cm. `scene` is (rows, columns) uint8 of class ids, as far ahead as it has rows:
    its last row is that at the lower border of the image when the vehicle is at 0. The vehicle
    makes `step_px` pixels from image to image. Images named in `withheld` are not sent.
    """

    def __init__(
        self, domain: Domain, parts: tuple[str, ...] = (), with_odometry: bool = False
    ) -> None:
        """Begin to send, with those of class_map, confidence and label_info that are wished."""
        self.scene = np.zeros((HEIGHT, WIDTH), np.uint8)
        self.is_on, self.age_s, self.way_px = True, 0.0, 0
        self.stamps: list[Time] = []
        self.withheld = ()
        self.info = CameraInfo(
            width=WIDTH,
            height=HEIGHT,
            distortion_model='plumb_bob',
            d=[0.0] * 5,
            k=[100.0, 0.0, (WIDTH - 1) / 2, 0.0, 100.0, (HEIGHT - 1) / 2, 0.0, 0.0, 1.0],
        )
        self.has_odometry, self.step_px = with_odometry, 0
        self._node = node = domain.node
        self._images: dict[str, tuple] = {
            name: (
                node.create_publisher(Image, name, IMAGES_OUT),
                *image_message('mono8', HEIGHT, WIDTH),
            )
            for name in ('class_map', 'mask', 'confidence')
            if name in ('mask', *parts)
        }
        self._infos = node.create_publisher(CameraInfo, 'camera_info', 1)
        if with_odometry:
            self.publish_odometry()
        if 'label_info' in parts:
            self._labels = node.create_publisher(LabelInfo, 'label_info', LATCHED)
            self._labels.publish(
                LabelInfo(
                    class_map=[
                        VisionClass(class_id=number, class_name=name)
                        for number, name in enumerate(('soil', 'thistle', 'maize'))
                    ]
                )
            )
        node.create_timer(PERIOD_S, self._send)

    @property
    def mask(self) -> Image:
        """Return the message of the mask."""
        return self._images['mask'][1]

    def publish_also(self, name: str) -> None:
        """Begin to publish another image."""
        publisher = self._node.create_publisher(Image, name, IMAGES_OUT)
        self._images = {
            name: (publisher, *image_message('mono8', HEIGHT, WIDTH)),
            **self._images,
        }

    def publish_info(self, focal_px: float, stamp: Time) -> None:
        """Publish one calibration of another focal length."""
        self.info.k[0] = self.info.k[4] = focal_px
        self.info.header.stamp = stamp
        self._infos.publish(self.info)

    def publish_mask(self, stamp: Time) -> None:
        """Publish the last mask once more, under this stamp."""
        publisher, message, _ = self._images['mask']
        message.header.stamp = stamp
        publisher.publish(message)

    @property
    def is_odometry_heard(self) -> bool:
        """Return whether someone subscribes to the odometry."""
        return self._odometry.get_subscription_count() > 0

    def publish_odometry(self) -> None:
        """Begin to publish odometry."""
        self._odometry = self._node.create_publisher(Odometry, 'odom', 50)
        self.has_odometry = True

    def end_odometry(self) -> None:
        """End the publisher of odometry."""
        self.has_odometry = False
        self._node.destroy_publisher(self._odometry)

    def _send(self) -> None:
        if not self.is_on:
            return
        self.way_px += self.step_px
        now = self._node.get_clock().now()
        stamp = (now - Duration(seconds=self.age_s)).to_msg()
        self.stamps.append(stamp)
        if self.info is not None:
            self.info.header.stamp = stamp
            self._infos.publish(self.info)
        if self.has_odometry:
            self._send_odometry(stamp)
        last = max(HEIGHT, len(self.scene) - self.way_px)
        seen = self.scene[last - HEIGHT : last]
        planes = {
            'class_map': seen,
            'mask': np.where(seen > SOIL, 255, 0),
            'confidence': np.full_like(seen, 204),
        }
        for name, (publisher, message, view) in self._images.items():
            if name in self.withheld:
                continue
            view[:] = planes[name]
            message.header.stamp, message.header.frame_id = stamp, 'lens'
            publisher.publish(message)

    def _send_odometry(self, stamp) -> None:
        odometry = Odometry(child_frame_id='base_link')
        odometry.header.stamp, odometry.header.frame_id = stamp, 'odom'
        odometry.pose.pose.position.x = self.way_px * 0.01
        odometry.pose.pose.orientation.w = 1.0
        odometry.twist.twist.linear.x = self.step_px * 0.01 / PERIOD_S
        self._odometry.publish(odometry)


class ReceivedTopics(dict):
    """The messages of some topics of the patch node, newest last, by the topic's short name."""

    def __init__(self, domain: Domain, node: str = '/patch_node', **kinds: type) -> None:
        """Listen; `points` and `spray_runs` are heard unless others are named."""
        kinds = kinds or {'points': PointCloud2, 'spray_runs': PointCloud2}
        super().__init__(
            (name, domain.subscribe(kind, f'{node}/{name}', FEW)) for name, kind in kinds.items()
        )

    def points(self) -> np.ndarray:
        """Return the points of the newest message, none before."""
        return np.frombuffer(self['points'][-1].data if self['points'] else b'', POINT)

    def runs(self) -> np.ndarray:
        """Return the runs of the newest message, none before."""
        return np.frombuffer(self['spray_runs'][-1].data if self['spray_runs'] else b'', RUN)
