# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The topics of the segmentation node, and the messages of one image."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from typing import Any

import numpy as np
import numpy.typing as npt
from rclpy.exceptions import InvalidTopicNameException
from rclpy.node import Node
from rclpy.publisher import Publisher
from rclpy.validate_full_topic_name import validate_full_topic_name
from sensor_msgs.msg import CameraInfo, CompressedImage
from std_msgs.msg import Header
from vision_msgs.msg import LabelInfo

from seg_ros.datatypes import Segmentation, SegmentationRequest
from seg_ros.errors import ParameterError
from seg_ros.ros.base.calibration_monitor import CalibrationMonitor
from seg_ros.ros.base.camera_info_buffer import CameraInfoBuffer
from seg_ros.ros.base.publishing import has_subscribers, ImagePublisher, PublishGate
from seg_ros.ros.base.qos import IMAGES_OUT, LATCHED
from seg_ros.ros.conversions.camera_info import aspect_misfit, scale_camera_info
from seg_ros.ros.conversions.images import jpeg_message
from seg_ros.ros.conversions.label_info import label_info
from seg_ros.segmentation.segmenter import Segmenter


class SegmentationPublishers:
    """
    The publishers under `~`, and the buffers of their messages, into which results are written.

    `gate` allows publishing; changing the mask topics holds it too, so that they never overlap.
    `monitor` knows what is wrong with the camera's calibration.
    """

    def __init__(self, node: Node, infos: CameraInfoBuffer) -> None:
        """Advertise everything but the masks; `infos` are the camera's calibrations."""
        self.gate = PublishGate()
        self._node, self._infos = node, infos
        self.monitor = CalibrationMonitor(node.get_logger(), rectified=False)
        self._images = {
            'class_map': ImagePublisher(node, '~/class_map', 'mono8'),
            'confidence': ImagePublisher(node, '~/confidence', 'mono8'),
            'overlay': ImagePublisher(node, '~/overlay', 'bgr8'),
            'color_map': ImagePublisher(node, '~/color_map', 'bgr8'),
        }
        self._masks: dict[str, ImagePublisher] = {}
        self._jpeg = node.create_publisher(CompressedImage, '~/overlay/compressed', IMAGES_OUT)
        self._compressor = ThreadPoolExecutor(1, 'compress')
        self._info = node.create_publisher(CameraInfo, '~/camera_info', IMAGES_OUT)
        self._labels = node.create_publisher(LabelInfo, '~/label_info', LATCHED)

    def update(self, segmenter: Segmenter) -> None:
        """Have one mask topic for each class group, and publish the classes."""
        with self.gate:
            names = {group.name for group in segmenter.groups}
            for name in self._masks.keys() - names:
                self._masks.pop(name).destroy()
            for name in sorted(names - self._masks.keys()):
                self._masks[name] = ImagePublisher(self._node, f'~/masks/{name}', 'mono8')
        header = Header(stamp=self._node.get_clock().now().to_msg())
        threshold = segmenter.parameters.confidence_threshold
        self._labels.publish(label_info(header, segmenter.classes, threshold))

    def destroy(self) -> None:
        """Destroy all publishers."""
        for image in (*self._images.values(), *self._masks.values()):
            image.destroy()
        for publisher in (self._jpeg, self._info, self._labels):
            self._node.destroy_publisher(publisher)
        self._compressor.shutdown()

    def request(self, segmenter: Segmenter) -> SegmentationRequest | None:
        """Return what this segmenter has and someone subscribes to; None where there is none."""
        known = {group.name for group in segmenter.groups}
        with self.gate:
            # The topics may be those of a segmenter that is newer than the frame.
            masks = tuple(
                name
                for name, mask in self._masks.items()
                if name in known and mask.has_subscribers
            )
        wanted = {name: image.has_subscribers for name, image in self._images.items()}
        wanted['overlay'] |= has_subscribers(self._jpeg)
        if not (masks or any(wanted.values()) or has_subscribers(self._info)):
            return None
        return SegmentationRequest(
            confidence=wanted['confidence'],
            masks=masks,
            overlay=wanted['overlay'],
            color_map=wanted['color_map'],
        )

    def get_buffer(self, name: str, shape: tuple[int, ...], dtype: npt.DTypeLike) -> np.ndarray:
        """Return the pixels of the message that is published next; see Buffers."""
        publisher = self._images.get(name) or self._masks.get(name.removeprefix('masks/'))
        return np.empty(shape, dtype) if publisher is None else publisher.view(*shape[:2])

    def messages(
        self,
        header: Header,
        stamp_ns: int,
        segmentation: Segmentation,
        content: tuple[int, int],
        image_shape: tuple[int, int],
        jpeg_quality: int,
    ) -> Iterator[tuple[Publisher, Callable[[], Any]]]:
        """
        Yield publishers with subscribers and their messages, what a machine acts on first.

        The rows and columns `content` of the class map show the image of (height, width) pixels.
        """

        def image(publisher: ImagePublisher) -> tuple[Publisher, Callable[[], Any]]:
            return publisher.publisher, lambda: publisher.message(header)

        if self._images['class_map'].has_subscribers:
            yield image(self._images['class_map'])
        for mask in segmentation.masks:
            if mask.group in self._masks:
                yield image(self._masks[mask.group])
        info = self._infos.at(stamp_ns)
        if info is not None and has_subscribers(self._info):
            shape = segmentation.class_map.shape
            scaled = self._scaled(info, (shape[0], shape[1]), content, image_shape)
            scaled.header = header
            yield self._info, lambda: scaled
        if segmentation.confidence is not None and self._images['confidence'].has_subscribers:
            yield image(self._images['confidence'])
        jpeg = None
        if segmentation.overlay is not None:
            if has_subscribers(self._jpeg):
                # Compressed while the raw messages are published, which takes as long.
                jpeg = self._compressor.submit(jpeg_message, segmentation.overlay, jpeg_quality)
            if self._images['overlay'].has_subscribers:
                yield image(self._images['overlay'])
        if segmentation.color_map is not None:
            yield image(self._images['color_map'])
        if jpeg is not None:
            compressed = jpeg.result()
            compressed.header = header
            yield self._jpeg, lambda: compressed

    def _scaled(
        self,
        info: CameraInfo,
        shape: tuple[int, int],
        content: tuple[int, int],
        image_shape: tuple[int, int],
    ) -> CameraInfo:
        """Return the calibration of the class map; as it is where it is of another image."""
        misfit = aspect_misfit(info, image_shape)
        self.monitor.accept(info, misfit)
        # Scaled, it would look to those who subscribe like one of this image.
        return deepcopy(info) if misfit else scale_camera_info(info, *shape, content)


def refuse_bad_topics(node: Node, group_names: tuple[str, ...]) -> None:
    """Raise ParameterError where a class group cannot be the name of a mask topic."""
    for name in group_names:
        topic = f'{node.get_fully_qualified_name()}/masks/{name}'
        try:
            validate_full_topic_name(topic)
        except InvalidTopicNameException as error:
            reason = str(error).splitlines()[0]
            raise ParameterError(
                f'groups must be names of topics, got {name[:40]!r}: {reason[:200]}'
            ) from error
