# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What the patch node listens to, and what of it is still missing."""

from collections.abc import Callable
from functools import partial
import time

from nav_msgs.msg import Odometry
from rclpy.node import Node
from sensor_msgs.msg import CameraInfo, Image
from vision_msgs.msg import LabelInfo

from seg_ros.datatypes import UNLABELLED
from seg_ros.errors import FrameError, ParameterError
from seg_ros.ros.base.image_input import ImageInput
from seg_ros.ros.base.qos import camera, FEW, LATCHED, ODOMETRY
from seg_ros.ros.patch_node.odometry import PoseHistory, read_odometry
from seg_ros.ros.patch_node.parameters import PatchNodeParameterSet

PARTS = ('class_map', 'confidence')
SETTLE_S = 3.0
"""Odometry that is started together with the node has been discovered by then."""


class PatchInputs:
    """
    Facts, from configuration on, and images, between `open` and `close`.

    `info` is the latest calibration, None before; `labels` the class names by id, empty before;
    `poses` where the vehicle was, and `odometry_frame` in which frame, empty before; `masks` the
    topic of the masks.
    """

    def __init__(self, node: Node) -> None:
        """Listen to the facts."""
        self.info = None
        self.labels = {}
        self.poses = PoseHistory()
        self.odometry_frame = ''
        self.masks = ImageInput(
            node,
            Image,
            node.resolve_topic_name('mask'),
            'auto',
            lambda mask: self._on_image('mask', mask),
        )
        self._node = node
        self._on_image = None
        self._began_s = time.monotonic()
        self._parts = []
        self._facts = [
            node.create_subscription(
                CameraInfo, 'camera_info', self._keep_info, camera(reliable=False)
            ),
            node.create_subscription(LabelInfo, 'label_info', self._keep_labels, LATCHED),
            node.create_subscription(Odometry, 'odom', self._keep_pose, ODOMETRY),
        ]

    def missing(self, knobs: PatchNodeParameterSet) -> list[str]:
        """Return what has to come before the node can be active, in words."""
        wanted = []
        if self.info is None and not knobs.ground.metres_per_pixel:
            wanted.append(self._on('camera_info'))
        if knobs.node.crops and not self.is_published('class_map'):
            wanted.append(f'{self._on("class_map")}, for `crops` are to be protected')
        if knobs.node.crops and not self.labels:
            wanted.append(f'{self._on("label_info")}, for `crops` are to be protected')
        if knobs.node.motion == 'odometry' and not self.is_published('odom'):
            wanted.append(f'{self._on("odom")}, for `motion` is odometry')
        if knobs.is_told_in_odometry and not self.odometry_frame:
            wanted.append(f'{self._on("odom")}, for `target_frame` is set')
        return wanted

    def unsettled(self, knobs: PatchNodeParameterSet) -> list[str]:
        """Return what is worth a moment's patience at the start, in words."""
        settling = time.monotonic() - self._began_s < SETTLE_S
        if knobs.node.motion == 'auto' and settling and not self.is_published('odom'):
            return [f'{self._on("odom")} for up to {SETTLE_S:g} s, for `motion` is auto']
        return []

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
        """Return whether someone publishes an input."""
        return self._node.count_publishers(self._node.resolve_topic_name(name)) > 0

    def open(self, parts: tuple[str, ...], on_image: Callable[[str, Image], None]) -> None:
        """Listen to masks, and to these parts of the same images."""
        self._on_image = on_image
        self._parts = [
            self._node.create_subscription(Image, name, partial(on_image, name), FEW)
            for name in parts
        ]
        self.masks.subscribe()

    def close(self) -> None:
        """Listen to images no longer."""
        self.masks.unsubscribe()
        for subscription in self._parts:
            self._node.destroy_subscription(subscription)
        self._parts = []

    def destroy(self) -> None:
        """Listen to nothing any more."""
        for subscription in self._facts:
            self._node.destroy_subscription(subscription)

    def _on(self, name: str) -> str:
        return f'{name} on {self._node.resolve_topic_name(name)}'

    def _keep_info(self, info: CameraInfo) -> None:
        self.info = info

    def _keep_labels(self, labels: LabelInfo) -> None:
        self.labels = {label.class_id: label.class_name for label in labels.class_map}

    def _keep_pose(self, odometry: Odometry) -> None:
        try:
            self.poses.add(read_odometry(odometry))
        except FrameError as error:
            self._node.get_logger().warning(f'{error}', throttle_duration_sec=5.0)
            return
        self.odometry_frame = odometry.header.frame_id
