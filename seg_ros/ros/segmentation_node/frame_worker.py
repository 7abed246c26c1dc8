# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A thread that takes the newest image, segments it and publishes the answers."""

from threading import Thread
import time

from rclpy.node import Node
from rclpy.task import Future
from rclpy.time import Time
from sensor_msgs.msg import CompressedImage, Image as ImageMessage
from std_msgs.msg import Header

from seg_ros.datatypes import Image
from seg_ros.errors import FrameError
from seg_ros.parameters import SegmentationNodeParameters
from seg_ros.ros.base.frame_statistics import FrameStatistics
from seg_ros.ros.base.latest_queue import LatestQueue
from seg_ros.ros.base.spin import HandOver
from seg_ros.ros.base.stamps import age_s, longest_age_s, nanoseconds
from seg_ros.ros.conversions.images import read_compressed, read_image
from seg_ros.ros.segmentation_node.camera_input import CameraInput
from seg_ros.ros.segmentation_node.outputs import Outputs
from seg_ros.segmentation.segmenter import Segmenter

CHECK_EVERY_S = 30.0
WARN_EVERY_S = 5.0
HEAD_START_S = 0.005
"""More than an image takes until the network runs; what a timer may be late for it."""


class FrameWorker:
    """
    Between a camera and the outputs, from activation to deactivation.

    `segmenter` and `parameters` may be replaced at any time: a frame under way keeps the segmenter
    it began with. `findings` are those of the last look at the network's own health.
    """

    def __init__(
        self,
        node: Node,
        outputs: Outputs,
        segmenter: Segmenter,
        parameters: SegmentationNodeParameters,
        ended: Future,
    ) -> None:
        """Subscribe and start nothing yet; what is raised in the thread goes to the future."""
        self.segmenter = segmenter
        self.parameters = parameters
        self.findings = ()
        self.log = FrameStatistics(time.monotonic())
        self.camera = CameraInput(
            node, parameters.image_transport, parameters.image_qos, self._receive
        )
        self._node = node
        self._outputs = outputs
        self._newest = LatestQueue(HEAD_START_S)
        self._next_check_s = 0.0
        self._ended = ended
        self._thread = Thread(target=self._work, name='segment', daemon=True)

    def start(self) -> None:
        """Open camera and outputs."""
        self.segmenter.engine.before_run = self._newest.out_of_python
        self._thread.start()
        self._outputs.gate.open()
        self.camera.subscribe()

    def stop(self) -> None:
        """Silence the outputs at once, then wait for the frame under way."""
        self._outputs.gate.shut()
        self.camera.unsubscribe()
        self._newest.close()
        if self._thread.is_alive():
            self._thread.join()

    def _receive(self, message: ImageMessage | CompressedImage) -> None:
        now_s = time.monotonic()
        self.log.arrived(now_s, self._age_s(message.header), len(message.data))
        self.log.superseded += self._newest.put((message, now_s))

    def _work(self) -> None:
        with HandOver(self._ended):
            while (arrival := self._newest.take()) is not None:
                self._handle(*arrival)

    def _handle(self, message: ImageMessage | CompressedImage, arrived_s: float) -> None:
        if not self._outputs.wanted or self._is_stale(message.header, arrived_s):
            return
        try:
            self._answer(message, arrived_s)
        except FrameError as error:
            self.log.refused(str(error))
            self._node.get_logger().warning(
                f'image dropped: {error}', throttle_duration_sec=WARN_EVERY_S
            )

    def _answer(self, message: ImageMessage | CompressedImage, arrived_s: float) -> None:
        picture = (
            read_image(message) if isinstance(message, ImageMessage) else read_compressed(message)
        )
        segmenter = self.segmenter
        segmentation = segmenter.segment(
            picture, out=self._outputs.views(*segmenter.output_size(picture))
        )
        header = Header(
            stamp=self._captured(message.header).to_msg(), frame_id=message.header.frame_id
        )
        if not self._is_stale(message.header, arrived_s) and self._outputs.publish(
            header, picture, segmentation, segmenter, self.camera.info
        ):
            self.log.answered(self._age_s(message.header))
        self._check_health(segmenter, picture)

    def _check_health(self, segmenter: Segmenter, picture: Image) -> None:
        if time.monotonic() >= self._next_check_s:
            self.findings = segmenter.check(picture)
            self._next_check_s = time.monotonic() + CHECK_EVERY_S

    def _captured(self, header: Header) -> Time:
        delay_ns = int(self.parameters.camera_delay_s * 1e9)
        # Time.from_msg would raise at a negative stamp, which is merely very old.
        return Time(nanoseconds=max(0, nanoseconds(header.stamp) - delay_ns))

    def _age_s(self, header: Header) -> float:
        return age_s(self._node, self._captured(header).nanoseconds)

    def _is_stale(self, header: Header, arrived_s: float) -> bool:
        age = longest_age_s(self._node, self._captured(header).nanoseconds, arrived_s)
        stale = age > self.parameters.stale_after_s
        self.log.stale += stale
        return stale
