# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Everything the segmentation node publishes, computed only for topics that someone hears."""

from concurrent.futures import ThreadPoolExecutor

from rclpy.node import Node
from sensor_msgs.msg import CameraInfo, CompressedImage
from std_msgs.msg import Header
from vision_msgs.msg import LabelInfo

from seg_ros.datatypes import Image, Segmentation
from seg_ros.ros.base.image_topic import ImageTopic, is_heard
from seg_ros.ros.base.publish_gate import PublishGate
from seg_ros.ros.base.qos import IMAGES_OUT, LATCHED
from seg_ros.ros.conversions.camera_info import label_info, scale_camera_info
from seg_ros.ros.conversions.images import jpeg_message
from seg_ros.segmentation.segmenter import Segmenter


class Outputs:
    """The topics under `~`, which publish while their gate is open."""

    def __init__(self, node: Node) -> None:
        """Advertise everything but the masks."""
        self._node = node
        # Publishing and changing what is published never overlap; the network runs outside.
        self.gate = PublishGate()
        self._class_map = ImageTopic(node, '~/class_map', 'mono8')
        self._confidence = ImageTopic(node, '~/confidence', 'mono8')
        self._overlay = ImageTopic(node, '~/overlay', 'bgr8')
        self._color_map = ImageTopic(node, '~/color_map', 'bgr8')
        self._masks = {}
        self._jpeg_quality = 0
        self._jpeg = node.create_publisher(CompressedImage, '~/overlay/compressed', IMAGES_OUT)
        self._compressor = ThreadPoolExecutor(1, 'compress')
        self._info = node.create_publisher(CameraInfo, '~/camera_info', IMAGES_OUT)
        self._labels = node.create_publisher(LabelInfo, '~/label_info', LATCHED)

    def retune(self, segmenter: Segmenter, jpeg_quality: int) -> None:
        """Have one mask topic for each group, and say which classes there are."""
        with self.gate:
            self._jpeg_quality = jpeg_quality
            names = {group.name for group in segmenter.groups}
            for name in self._masks.keys() - names:
                self._masks.pop(name).destroy()
            for name in sorted(names - self._masks.keys()):
                self._masks[name] = ImageTopic(self._node, f'~/masks/{name}', 'mono8')
        header = Header(stamp=self._node.get_clock().now().to_msg())
        threshold = segmenter.parameters.confidence_threshold
        self._labels.publish(label_info(header, segmenter.classes, threshold))

    def destroy(self) -> None:
        """Withdraw all topics."""
        for image in self._images():
            image.destroy()
        for publisher in (self._jpeg, self._info, self._labels):
            self._node.destroy_publisher(publisher)
        self._compressor.shutdown()

    @property
    def wanted(self) -> bool:
        """Whether a frame is worth segmenting."""
        with self.gate:
            return any(image.wanted for image in self._images()) or any(
                is_heard(publisher) for publisher in (self._jpeg, self._info)
            )

    def views(self, height: int, width: int) -> Segmentation:
        """Return the pixels of the messages that `publish` will send, to be written into."""
        confidence = self._confidence.view(height, width) if self._confidence.wanted else None
        return Segmentation(self._class_map.view(height, width), confidence)

    def publish(
        self,
        header: Header,
        picture: Image,
        segmentation: Segmentation,
        segmenter: Segmenter,
        info: CameraInfo | None,
    ) -> bool:
        """Send one frame's answers, what a machine acts on first; return whether it was let."""
        with self.gate:
            if not self.gate.is_open:
                return False
            if self._class_map.wanted:
                self._class_map.publish(header)
            self._publish_masks(header, segmentation, segmenter)
            if not self.gate.is_open:
                return False
            if info is not None and is_heard(self._info):
                size = segmentation.class_map.shape
                scaled = scale_camera_info(info, *size, segmenter.network.shown(picture, size))
                scaled.header = header
                self._info.publish(scaled)
            if segmentation.confidence is not None and self._confidence.wanted:
                self._confidence.publish(header)
            self._publish_pictures(header, picture, segmentation, segmenter)
            return True

    def _publish_masks(
        self, header: Header, segmentation: Segmentation, segmenter: Segmenter
    ) -> None:
        for group in segmenter.groups:
            mask = self._masks.get(group.name)
            if mask is not None and mask.wanted and self.gate.is_open:
                view = mask.view(*segmentation.class_map.shape)
                segmenter.mask(segmentation, group.name, out=view)
                mask.publish(header)

    def _publish_pictures(
        self, header: Header, picture: Image, segmentation: Segmentation, segmenter: Segmenter
    ) -> None:
        raw_wanted, jpeg_wanted = self._overlay.wanted, is_heard(self._jpeg)
        if raw_wanted or jpeg_wanted:
            view = self._overlay.view(picture.height_px, picture.width_px)
            segmenter.overlay(picture, segmentation, out=view)
        if jpeg_wanted:
            # Beside what is sent raw, which takes as long.
            jpeg = self._compressor.submit(jpeg_message, view, self._jpeg_quality)
        if raw_wanted:
            self._overlay.publish(header)
        if self._color_map.wanted:
            view = self._color_map.view(*segmentation.class_map.shape)
            segmenter.color_map(segmentation, out=view)
            self._color_map.publish(header)
        if jpeg_wanted:
            message = jpeg.result()
            message.header = header
            self._jpeg.publish(message)

    def _images(self) -> list[ImageTopic]:
        fixed = [self._class_map, self._confidence, self._overlay, self._color_map]
        return fixed + list(self._masks.values())
