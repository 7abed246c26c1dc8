# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A thread that takes the newest mask, looks where it is free and publishes that."""

from threading import Thread
import time

from rclpy.node import Node
from rclpy.task import Future
from sensor_msgs.msg import Image
from std_msgs.msg import Header

from seg_ros.errors import FrameError, ParameterError
from seg_ros.ros.base.frame_statistics import FrameStatistics
from seg_ros.ros.base.latest_queue import LatestQueue
from seg_ros.ros.base.spin import HandOver
from seg_ros.ros.base.stamps import age_s, longest_age_s, nanoseconds
from seg_ros.ros.drivable_node.free_space_pipeline import FreeSpacePipeline
from seg_ros.ros.drivable_node.inputs import DrivableInputs
from seg_ros.ros.drivable_node.outputs import DrivableOutputs
from seg_ros.ros.drivable_node.parameters import DrivableParameters

WARN_EVERY_S = 5.0


class DrivableWorker:
    """
    Between the inputs and the outputs, from activation to deactivation.

    `knobs` may be replaced at any time: a frame under way keeps those that it began with.
    `answered_s` is when free space was last told, or nobody wished to hear it, by a steady clock,
    or else activation.
    """

    def __init__(
        self,
        node: Node,
        inputs: DrivableInputs,
        outputs: DrivableOutputs,
        observer: FreeSpacePipeline,
        knobs: DrivableParameters,
        ended: Future,
    ) -> None:
        """Start nothing yet; what is raised in the thread goes to the future."""
        self.knobs = knobs
        self.answered_s = time.monotonic()
        self.log = FrameStatistics(self.answered_s)
        self.inputs = inputs
        self.observer = observer
        self._node = node
        self._outputs = outputs
        self._newest = LatestQueue()
        self._ended = ended
        self._thread = Thread(target=self._work, name='free space', daemon=True)

    def start(self) -> None:
        """Open inputs and outputs."""
        self._thread.start()
        self._outputs.gate.open()
        self.inputs.open(self._receive)
        self._node.get_logger().info(f'waits for masks on {self.inputs.masks.topic}')

    def stop(self) -> None:
        """Silence the outputs at once, then wait for the frame under way."""
        self._outputs.gate.shut()
        self.inputs.close()
        self._newest.close()
        if self._thread.is_alive():
            self._thread.join()

    def _receive(self, mask: Image) -> None:
        now_s = time.monotonic()
        self.log.arrived(now_s, age_s(self._node, nanoseconds(mask.header.stamp)), len(mask.data))
        self.log.superseded += self._newest.put((mask, now_s))

    def _work(self) -> None:
        with HandOver(self._ended):
            while (arrival := self._newest.take()) is not None:
                self._handle(*arrival)

    def _handle(self, mask: Image, arrived_s: float) -> None:
        if self.observer.stream.is_answered(mask.header):
            return
        if self._is_stale(mask.header, arrived_s):
            self._node.get_logger().warning(
                f'mask dropped: it is older than {self.knobs.node.stale_after_s:g} s by its '
                'stamp or by its arrival',
                throttle_duration_sec=WARN_EVERY_S,
            )
            return
        try:
            self._answer(mask, arrived_s)
        except (FrameError, ParameterError) as error:
            self.log.refused(str(error))
            self._node.get_logger().warning(
                f'mask dropped: {error}', throttle_duration_sec=WARN_EVERY_S
            )

    def _answer(self, mask: Image, arrived_s: float) -> None:
        with_scan, with_grid = self._outputs.wants_scan, self._outputs.wants_grid
        if not (with_scan or with_grid):
            self.answered_s = time.monotonic()
            return
        knobs = self.knobs
        space = self.observer.find(mask, knobs, with_scan, with_grid)
        header = Header(stamp=mask.header.stamp, frame_id=knobs.mount.base_frame)
        if not self._is_stale(mask.header, arrived_s) and self._outputs.publish(header, space):
            self.answered_s = time.monotonic()
            self.log.answered(age_s(self._node, nanoseconds(header.stamp)))

    def _is_stale(self, header: Header, arrived_s: float) -> bool:
        age = longest_age_s(self._node, nanoseconds(header.stamp), arrived_s)
        stale = age > self.knobs.node.stale_after_s
        self.log.stale += stale
        return stale
