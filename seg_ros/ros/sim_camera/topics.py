# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The topics that the simulated camera publishes."""

from typing import Any

from geometry_msgs.msg import TransformStamped
from nav_msgs.msg import Odometry
import numpy as np
from rclpy.duration import Duration
from rclpy.node import Node
from rclpy.qos import QoSProfile, ReliabilityPolicy
from rosgraph_msgs.msg import Clock
from sensor_msgs.msg import CameraInfo
from std_msgs.msg import Header
from vision_msgs.msg import LabelInfo

from seg_ros.datatypes import ClassLabel
from seg_ros.ros.base.publishing import ImagePublisher
from seg_ros.ros.base.qos import camera, LATCHED
from seg_ros.ros.conversions.label_info import label_info
from seg_ros.ros.conversions.sim import BASE, CAMERA, camera_info, odometry, quaternion, stamp_of
from seg_ros.sim.camera import CameraView, SimCamera
from seg_ros.sim.world.ground_strip import CROP, SOIL, WEED

CLASSES = (
    ClassLabel(SOIL, 'soil', (139, 94, 60)),
    ClassLabel(WEED, 'weed', (220, 60, 60)),
    ClassLabel(CROP, 'crop', (60, 180, 75)),
)
ODOMETRY = QoSProfile(depth=1000, reliability=ReliabilityPolicy.RELIABLE)
IS_WEED = np.where(np.arange(256) == WEED, 255, 0).astype(np.uint8)


class SimTopics:
    """Clock, odometry and TF of a moving vehicle, and the images of its camera."""

    def __init__(
        self, node: Node, sim_camera: SimCamera, with_truth: bool, with_clock: bool
    ) -> None:
        """Create the publishers; those of ground truth and of /clock only if requested."""
        self._odometry = node.create_publisher(Odometry, 'odom', ODOMETRY)
        self._clock = node.create_publisher(Clock, '/clock', 10) if with_clock else None
        self._info = camera_info(sim_camera.model)
        self._infos = node.create_publisher(CameraInfo, 'camera_info', camera(reliable=True))
        self._image = ImagePublisher(node, 'image', 'bgr8')
        self._truth = self._weeds = None
        if with_truth:
            self._truth = ImagePublisher(node, 'truth/class_map', 'mono8')
            self._weeds = ImagePublisher(node, 'truth/masks/weed', 'mono8')
            self._labels = node.create_publisher(LabelInfo, 'truth/label_info', LATCHED)
            header = Header(stamp=stamp_of(0), frame_id=CAMERA)
            self._labels.publish(label_info(header, CLASSES, 0.0))
        self._transforms = _broadcaster(node, sim_camera)

    @property
    def wants_image(self) -> bool:
        """Whether `image` has subscribers."""
        return self._image.has_subscribers

    def publish_odometry(self, time_ns: int, position_m: float, speed_mps: float) -> None:
        """Publish odometry and its transform, and then the clock."""
        message = odometry(time_ns, position_m, speed_mps)
        self._odometry.publish(message)
        if self._transforms is not None:
            moved = TransformStamped(header=message.header, child_frame_id=BASE)
            moved.transform.translation.x = position_m
            self._transforms.sendTransform(moved)
        if self._clock is not None:
            self._clock.publish(Clock(clock=message.header.stamp))

    def publish_view(self, time_ns: int, view: CameraView) -> None:
        """Publish camera_info, and the images that have subscribers."""
        header = Header(stamp=stamp_of(time_ns), frame_id=CAMERA)
        self._info.header = header
        self._infos.publish(self._info)
        if self._truth is not None and self._truth.has_subscribers:
            self._truth.view(*view.truth.shape)[:] = view.truth
            self._truth.publisher.publish(self._truth.message(header))
        if self._weeds is not None and self._weeds.has_subscribers:
            np.take(IS_WEED, view.truth, out=self._weeds.view(*view.truth.shape))
            self._weeds.publisher.publish(self._weeds.message(header))
        if view.image is not None and self._image.has_subscribers:
            pixels = view.image.pixels
            self._image.view(*pixels.shape[:2])[:] = pixels
            self._image.publisher.publish(self._image.message(header))

    def flush(self, timeout_s: float) -> None:
        """Wait until every subscriber has acknowledged the odometry, at most `timeout_s`."""
        self._odometry.wait_for_all_acked(Duration(seconds=timeout_s))


def _broadcaster(node: Any, sim_camera: SimCamera) -> Any:
    """Publish the static transform of the camera; return a broadcaster, None without tf2_ros."""
    try:
        from tf2_ros import StaticTransformBroadcaster, TransformBroadcaster
    except ImportError:
        return None
    pose = sim_camera.pose
    mount = TransformStamped(child_frame_id=CAMERA)
    mount.header.stamp, mount.header.frame_id = stamp_of(0), BASE
    translation = mount.transform.translation
    translation.x, translation.y, translation.z = pose.position_m.tolist()
    mount.transform.rotation = quaternion(pose.rotation)
    # Kept by the node: a transient_local message is lost with its publisher.
    node.static_transforms = StaticTransformBroadcaster(node)
    node.static_transforms.sendTransform(mount)
    return TransformBroadcaster(node)
