# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The subscriptions of the patch node, and which of its inputs are still missing."""

from functools import partial
import time

from nav_msgs.msg import Odometry
from rclpy.node import Node
from sensor_msgs.msg import Image
from vision_msgs.msg import LabelInfo

from seg_ros.datatypes import UNLABELLED
from seg_ros.errors import FrameError, ParameterError
from seg_ros.ros.base.camera_info_buffer import CameraInfoBuffer
from seg_ros.ros.base.frame_worker import FrameWorker, nanoseconds
from seg_ros.ros.base.image_subscription import ImageSubscription
from seg_ros.ros.base.qos import FEW, LATCHED, ODOMETRY
from seg_ros.ros.base.synchronizer import Synchronizer
from seg_ros.ros.patch_node.odometry import PoseHistory, read_odometry
from seg_ros.ros.patch_node.parameters import PatchParameterSet

OPTIONAL = ('class_map', 'confidence')
DISCOVERY_S = 3.0
"""Odometry that is started together with the node has been discovered by then."""


class PatchInputs:
    """
    Calibration, class names and odometry from configuration on; images while active.

    `infos` are the calibrations; `labels` the class names by id, empty before label_info;
    `poses` the odometry and `odometry_frame` its frame, empty before the first message; `masks`
    the subscription of the masks.
    """

    def __init__(self, node: Node, masks: ImageSubscription) -> None:
        """Subscribe to all but the images."""
        self.masks = masks
        self.infos = CameraInfoBuffer(node)
        self.labels: dict[int, str] = {}
        self.poses = PoseHistory()
        self.odometry_frame = ''
        self._node = node
        self._synchronizer = Synchronizer()
        self._created_s = time.monotonic()
        self._optional: list = []
        self._subscriptions = [
            node.create_subscription(LabelInfo, 'label_info', self._on_labels, LATCHED),
            node.create_subscription(Odometry, 'odom', self._on_odometry, ODOMETRY),
        ]

    def missing(self, parameters: PatchParameterSet, at_start: bool) -> list[str]:
        """Return what has to arrive before activation; `at_start` waits for discovery too."""
        node = parameters.node
        wanted = []
        if self.infos.latest is None and not parameters.geometry.metres_per_pixel:
            wanted.append(f'camera_info on {self.infos.topic}')
        if node.crops and not self.is_published('class_map'):
            wanted.append(f'{self._on("class_map")}, since `crops` are to be protected')
        if node.crops and not self.labels:
            wanted.append(f'{self._on("label_info")}, since `crops` are to be protected')
        if node.motion == 'odometry' and not self.is_published('odom'):
            wanted.append(f'{self._on("odom")}, since `motion` is odometry')
        if parameters.is_output_in_odometry_frame and not self.odometry_frame:
            wanted.append(f'{self._on("odom")}, since `target_frame` is set')
        discovering = at_start and time.monotonic() - self._created_s < DISCOVERY_S
        if node.motion == 'auto' and discovering and not self.is_published('odom'):
            wanted.append(
                f'{self._on("odom")} for up to {DISCOVERY_S:g} s, since `motion` is auto'
            )
        return wanted

    def ids_of(self, names: tuple[str, ...]) -> tuple[int, ...]:
        """Return the ids of these crops; ParameterError on a name that label_info lacks."""
        unknown = set(names) - set(self.labels.values())
        if unknown:
            raise ParameterError(
                f'crops must be among {", ".join(self.labels.values())} of label_info, '
                f'got {", ".join(sorted(unknown))}'
            )
        ids = tuple(number for number, name in self.labels.items() if name in names)
        if max(ids, default=0) >= UNLABELLED:
            raise ParameterError(f'crops must be classes with ids 0..254, got {max(ids)}')
        return ids

    def is_published(self, name: str) -> bool:
        """Return whether an input has a publisher."""
        return self._node.count_publishers(self._node.resolve_topic_name(name)) > 0

    def open(self, worker: FrameWorker) -> None:
        """Subscribe to masks and to the optional images that belong to them."""
        self._synchronizer = Synchronizer()
        self.match_publishers()
        self._optional = [
            self._node.create_subscription(Image, name, partial(self._on_image, worker, name), FEW)
            for name in OPTIONAL
        ]
        self.masks.subscribe(partial(self._on_image, worker, 'mask'))

    def match_publishers(self) -> None:
        """Wait from now on for the optional images that have a publisher now."""
        self._synchronizer.expected = frozenset(filter(self.is_published, OPTIONAL))
        self.masks.match_publishers()

    def close(self) -> None:
        """Unsubscribe from the images."""
        self.masks.unsubscribe()
        for subscription in self._optional:
            self._node.destroy_subscription(subscription)
        self._optional = []

    def destroy(self) -> None:
        """Unsubscribe from everything."""
        self.infos.destroy()
        for subscription in self._subscriptions:
            self._node.destroy_subscription(subscription)

    def _on_image(self, worker: FrameWorker, name: str, message: Image) -> None:
        now_s = time.monotonic()
        if name == 'mask':
            worker.add_arrival(message.header, len(message.data))
        stamp_ns = nanoseconds(message.header.stamp)
        for parts in self._synchronizer.put(name, stamp_ns, (message, now_s)):
            mask, arrived_s = parts['mask']
            messages = {part: message for part, (message, _) in parts.items()}
            worker.put(messages, mask.header, arrived_s)

    def _on(self, name: str) -> str:
        return f'{name} on {self._node.resolve_topic_name(name)}'

    def _on_labels(self, labels: LabelInfo) -> None:
        self.labels = {label.class_id: label.class_name for label in labels.class_map}

    def _on_odometry(self, odometry: Odometry) -> None:
        try:
            self.poses.add(read_odometry(odometry))
        except FrameError as error:
            self._node.get_logger().warning(f'{error}', throttle_duration_sec=5.0)
            return
        self.odometry_frame = odometry.header.frame_id
