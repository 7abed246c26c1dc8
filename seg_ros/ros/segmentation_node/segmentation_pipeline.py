# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From the message of a camera image to the segmentation messages."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
import time

from rclpy.publisher import Publisher
from sensor_msgs.msg import CompressedImage

from seg_ros.datatypes import Finding, Image, Segmentation, SegmentationRequest
from seg_ros.errors import FrameError
from seg_ros.parameters import (
    HardImageParameters,
    SegmentationNodeParameters,
    SegmenterParameters,
)
from seg_ros.ros.base.frame_worker import Frame
from seg_ros.ros.conversions.images import read_compressed, read_image
from seg_ros.ros.segmentation_node.hard_image_collector import HardImageCollector
from seg_ros.ros.segmentation_node.outputs import SegmentationPublishers
from seg_ros.segmentation.segmenter import Segmenter

CHECK_EVERY_S = 30.0


@dataclass(frozen=True)
class SegmentationParameterSet:
    """The parameters of the segmenter, of the node itself, and of the images it keeps."""

    segmenter: SegmenterParameters
    node: SegmentationNodeParameters
    hard_images: HardImageParameters = HardImageParameters()


@dataclass(frozen=True, eq=False)
class SegmentationState:
    """The parameters and the segmenter that they make: replaced as one."""

    parameters: SegmentationParameterSet
    segmenter: Segmenter


@dataclass(frozen=True, eq=False)
class SegmentationResult:
    """
    A segmentation, the rows and columns of it that show the image, and the image.

    `is_examined` says whether it is one that the collector of hard images examines.
    """

    segmentation: Segmentation
    content: tuple[int, int]
    image: Image
    is_examined: bool


class SegmentationPipeline:
    """
    Segments images for the topics that have subscribers, and for the collector of hard images.

    `findings` are those of the last check of the network's health, made every 30 s: on the result
    of a frame, and one run with swapped colors while no frame waits.
    """

    def __init__(
        self, publishers: SegmentationPublishers, collector: HardImageCollector | None = None
    ) -> None:
        """Publish on these topics."""
        self.findings: tuple[Finding, ...] = ()
        self._publishers, self._collector = publishers, collector
        self._next_check_s = 0.0
        self._to_check: tuple[Segmenter, Image, Segmentation] | None = None

    def process(self, frame: Frame[SegmentationState]) -> SegmentationResult | None:
        """Return the segmentation of an image; as Pipeline.process."""
        segmenter = frame.state.segmenter
        is_examined = self._collector is not None and self._collector.is_due()
        request = self._publishers.request(segmenter)
        if request is None and is_examined:
            request = SegmentationRequest()
        if request is None:
            return None
        message = frame.parts['image']
        is_compressed = isinstance(message, CompressedImage)
        image = read_compressed(message) if is_compressed else read_image(message)
        check = time.monotonic() >= self._next_check_s
        if check or is_examined:
            request = replace(request, confidence=True, class_shares=check)
        segmentation = segmenter.process(image, request, self._publishers)
        if check:
            self._next_check_s = time.monotonic() + CHECK_EVERY_S
            self._to_check = (segmenter, image, _copied(segmentation))
        content = segmenter.network.content_size(image, segmentation.class_map.shape)
        return SegmentationResult(segmentation, content, image, is_examined)

    def messages(
        self, frame: Frame[SegmentationState], result: SegmentationResult
    ) -> Iterator[tuple[Publisher, Callable[[], object]]]:
        """Yield what a machine acts on first."""
        quality = frame.state.parameters.node.jpeg_quality
        height, width = result.image.pixels.shape[:2]
        return self._publishers.messages(
            frame.header,
            frame.stamp_ns,
            result.segmentation,
            result.content,
            (height, width),
            quality,
        )

    def on_published(self, frame: Frame[SegmentationState], result: SegmentationResult) -> None:
        """Hand the result to the collector of hard images, now that nobody waits for it."""
        if self._collector is not None and result.is_examined:
            self._collector.examine(frame, result.image, result.segmentation, result.content)

    def background_task(self) -> Callable[[], None] | None:
        """Return the check of the network's health when one is due."""
        to_check, self._to_check = self._to_check, None
        if to_check is None:
            return None
        segmenter, image, segmentation = to_check

        def check() -> None:
            findings = segmenter.check_result(image, segmentation)
            # A network that gives no numbers for swapped colors says nothing about their order.
            with suppress(FrameError):
                findings += segmenter.check_color_order(image, segmentation)
            self.findings = findings

        return check


def _copied(segmentation: Segmentation) -> Segmentation:
    """Copy what is checked later, when the next frame may have been written over it."""
    confidence = segmentation.confidence
    return Segmentation(
        segmentation.class_map.copy(),
        None if confidence is None else confidence.copy(),
        class_shares=segmentation.class_shares,
    )
