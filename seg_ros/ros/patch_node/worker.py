# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A thread that takes the newest mask, plans with it and publishes the plan."""

from threading import Thread
import time

from rclpy.node import Node
from rclpy.task import Future
from sensor_msgs.msg import Image
from std_msgs.msg import Header

from seg_ros.datatypes import CROP, REMEMBERED
from seg_ros.errors import FrameError, ParameterError
from seg_ros.ros.base.frame_statistics import FrameStatistics
from seg_ros.ros.base.latest_queue import LatestQueue
from seg_ros.ros.base.spin import HandOver
from seg_ros.ros.base.stamps import age_s, longest_age_s, nanoseconds
from seg_ros.ros.base.synchronizer import Synchronizer
from seg_ros.ros.patch_node.inputs import PARTS, PatchInputs
from seg_ros.ros.patch_node.outputs import PatchOutputs
from seg_ros.ros.patch_node.parameters import PatchNodeParameterSet
from seg_ros.ros.patch_node.patch_pipeline import PatchPipeline

WARN_EVERY_S = 5.0


class PatchWorker:
    """
    Between the inputs and the outputs, from activation to deactivation.

    `knobs` may be replaced at any time: a frame under way keeps those that it began with.
    `answered_s` is when a plan was last published, by a steady clock, or else activation;
    `is_blocked` says that the last image showed patches under the boom and none could be sprayed.
    """

    def __init__(
        self,
        node: Node,
        inputs: PatchInputs,
        outputs: PatchOutputs,
        finder: PatchPipeline,
        knobs: PatchNodeParameterSet,
        ended: Future,
    ) -> None:
        """Start nothing yet; what is raised in the thread goes to the future."""
        self.knobs = knobs
        self.answered_s = time.monotonic()
        self.is_blocked = False
        self.log = FrameStatistics(self.answered_s)
        self.inputs = inputs
        self.finder = finder
        self._node = node
        self._outputs = outputs
        self._parts = tuple(name for name in PARTS if inputs.is_published(name))
        self._match = Synchronizer(self._parts)
        self._newest = LatestQueue()
        self._ended = ended
        self._thread = Thread(target=self._work, name='patches', daemon=True)

    def start(self) -> None:
        """Open inputs and outputs."""
        self._thread.start()
        self._outputs.gate.open()
        self.inputs.open(self._parts, self._receive)
        self._node.get_logger().info(f'waits for masks on {self.inputs.masks.topic}')

    def stop(self) -> None:
        """Silence the outputs at once, then wait for the frame under way."""
        self._outputs.gate.shut()
        self.inputs.close()
        self._newest.close()
        if self._thread.is_alive():
            self._thread.join()

    def _receive(self, name: str, message: Image) -> None:
        now_s = time.monotonic()
        stamp_ns = nanoseconds(message.header.stamp)
        if name == 'mask':
            self.log.arrived(now_s, age_s(self._node, stamp_ns), len(message.data))
        for together in self._match.put(name, stamp_ns, (message, now_s)):
            self.log.superseded += self._newest.put(together)

    def _work(self) -> None:
        with HandOver(self._ended):
            while (together := self._newest.take()) is not None:
                arrived_s = together['mask'][1]
                self._handle({name: part[0] for name, part in together.items()}, arrived_s)

    def _handle(self, parts: dict[str, Image], arrived_s: float) -> None:
        if self.finder.answered(parts['mask'].header):
            return
        if self._is_stale(parts['mask'].header, arrived_s):
            self._node.get_logger().warning(
                f'mask dropped: it is older than {self.knobs.node.stale_after_s:g} s by its '
                'stamp or by its arrival',
                throttle_duration_sec=WARN_EVERY_S,
            )
            return
        try:
            self._answer(parts, arrived_s)
        except (FrameError, ParameterError) as error:
            self.log.refused(str(error))
            self._node.get_logger().warning(
                f'mask dropped: {error}', throttle_duration_sec=WARN_EVERY_S
            )

    def _answer(self, parts: dict[str, Image], arrived_s: float) -> None:
        header, knobs = parts['mask'].header, self.knobs
        plan, scene = self.finder.find(parts, knobs, self._outputs.wants_outlines)
        weeds = ~plan.patches.has(CROP | REMEMBERED)
        self.is_blocked = bool((plan.patches.nozzles[weeds, 0] >= 0).any()) and not len(plan.runs)
        if not self._is_stale(header, arrived_s) and self._outputs.publish(
            header, plan, scene, knobs
        ):
            self.answered_s = time.monotonic()
            self.log.answered(age_s(self._node, nanoseconds(header.stamp)))

    def _is_stale(self, header: Header, arrived_s: float) -> bool:
        age = longest_age_s(self._node, nanoseconds(header.stamp), arrived_s)
        stale = age > self.knobs.node.stale_after_s
        self.log.stale += stale
        return stale
