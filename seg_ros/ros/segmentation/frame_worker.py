# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A thread that takes the newest image, segments it and publishes the answers."""

from threading import Thread
import time

from rclpy.node import Node
from rclpy.task import Future
from rclpy.time import Time
from sensor_msgs.msg import CompressedImage, Image
from std_msgs.msg import Header

from seg_ros.datatypes import Picture
from seg_ros.errors import FrameError
from seg_ros.ros.messages.image import read_compressed, read_image
from seg_ros.ros.node.frame_log import FrameLog
from seg_ros.ros.node.newest import Newest
from seg_ros.ros.node.running import HandOver
from seg_ros.ros.node.stamps import age_s, longest_age_s, nanoseconds
from seg_ros.ros.segmentation.camera_input import CameraInput
from seg_ros.ros.segmentation.outputs import Outputs
from seg_ros.settings import SegmentationNodeSettings
from seg_ros.vision.segmenter import Segmenter

CHECK_EVERY_S = 30.0
WARN_EVERY_S = 5.0
HEAD_START_S = 0.005
"""More than an image takes until the network runs; what a timer may be late for it."""


class FrameWorker:
    """
    Between a camera and the outputs, from activation to deactivation.

    `segmenter` and `settings` may be replaced at any time: a frame under way keeps the segmenter
    it began with. `findings` are those of the last look at the network's own health.
    """

    def __init__(
        self,
        node: Node,
        outputs: Outputs,
        segmenter: Segmenter,
        settings: SegmentationNodeSettings,
        ended: Future,
    ) -> None:
        """Subscribe and start nothing yet; what is raised in the thread goes to the future."""
        self.segmenter = segmenter
        self.settings = settings
        self.findings = ()
        self.log = FrameLog(time.monotonic())
        self.camera = CameraInput(
            node, settings.image_transport, settings.image_qos, self._receive)
        self._node = node
        self._outputs = outputs
        self._newest = Newest(HEAD_START_S)
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

    def _receive(self, message: Image | CompressedImage) -> None:
        now_s = time.monotonic()
        self.log.arrived(now_s, self._age_s(message.header), len(message.data))
        self.log.superseded += self._newest.put((message, now_s))

    def _work(self) -> None:
        with HandOver(self._ended):
            while (arrival := self._newest.take()) is not None:
                self._handle(*arrival)

    def _handle(self, message: Image | CompressedImage, arrived_s: float) -> None:
        if not self._outputs.wanted or self._is_stale(message.header, arrived_s):
            return
        try:
            self._answer(message, arrived_s)
        except FrameError as error:
            self.log.refused(str(error))
            self._node.get_logger().warning(
                f'image dropped: {error}', throttle_duration_sec=WARN_EVERY_S)

    def _answer(self, message: Image | CompressedImage, arrived_s: float) -> None:
        picture = read_image(message) if isinstance(message, Image) else read_compressed(message)
        segmenter = self.segmenter
        segmentation = segmenter.segment(
            picture, out=self._outputs.views(*segmenter.output_size(picture)))
        header = Header(stamp=self._captured(message.header).to_msg(),
                        frame_id=message.header.frame_id)
        if not self._is_stale(message.header, arrived_s) and self._outputs.publish(
                header, picture, segmentation, segmenter, self.camera.info):
            self.log.answered(self._age_s(message.header))
        self._check_health(segmenter, picture)

    def _check_health(self, segmenter: Segmenter, picture: Picture) -> None:
        if time.monotonic() >= self._next_check_s:
            self.findings = segmenter.check(picture)
            self._next_check_s = time.monotonic() + CHECK_EVERY_S

    def _captured(self, header: Header) -> Time:
        delay_ns = int(self.settings.camera_delay_s * 1e9)
        # Time.from_msg would raise at a negative stamp, which is merely very old.
        return Time(nanoseconds=max(0, nanoseconds(header.stamp) - delay_ns))

    def _age_s(self, header: Header) -> float:
        return age_s(self._node, self._captured(header).nanoseconds)

    def _is_stale(self, header: Header, arrived_s: float) -> bool:
        age = longest_age_s(self._node, self._captured(header).nanoseconds, arrived_s)
        stale = age > self.settings.stale_after_s
        self.log.stale += stale
        return stale
