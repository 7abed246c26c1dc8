# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A thread that takes the latest frame, processes it and publishes the result."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Thread
import time
from typing import Any, Generic, Protocol, TypeVar

from builtin_interfaces.msg import Time
from rclpy.node import Node
from rclpy.publisher import Publisher
from rclpy.task import Future
from std_msgs.msg import Header

from seg_ros.errors import CalibrationError, FrameError, ParameterError
from seg_ros.ros.base.frame_statistics import FrameStatistics
from seg_ros.ros.base.latest_queue import LatestQueue
from seg_ros.ros.base.publishing import PublishGate
from seg_ros.ros.base.spin import forward_exceptions

WARN_EVERY_S = 5.0
JOIN_WITHIN_S = 1.5
"""A deactivation ends within 2 s; a network that takes longer counts as one that hangs."""

BACKGROUND_WAIT_S = 1.0
"""A background task waits so long for an empty queue, then takes the place of one frame."""

State = TypeVar('State')
Result = TypeVar('Result')
Message = Any


@dataclass(frozen=True, eq=False)
class Frame(Generic[State]):
    """
    One image with the messages that belong to it, and the snapshot of state it is processed with.

    `header` has the capture stamp: that of the image less the camera's delay. `arrived_s` is the
    arrival by time.monotonic. `parts` are the messages by input name.
    """

    header: Header
    stamp_ns: int
    arrived_s: float
    parts: dict[str, Message]
    state: State


class Pipeline(Protocol[State, Result]):
    """What a node does with a frame; every method is called in the worker's thread."""

    def process(self, frame: Frame[State]) -> Result | None:
        """
        Return the result of a frame, None where there is nothing to publish.

        Raises FrameError on a frame that cannot be used, ParameterError where only another
        parameter helps, CalibrationError, which the pipeline has logged, where another
        calibration does.
        """

    def messages(
        self, frame: Frame[State], result: Result
    ) -> Iterator[tuple[Publisher, Callable[[], Message]]]:
        """Yield what to publish, most urgent first: a publisher and its message."""

    def on_published(self, frame: Frame[State], result: Result) -> None:
        """Note that all messages of a result were published."""

    def background_task(self) -> Callable[[], None] | None:
        """Return work to do while no frame waits, None where there is none."""


PipelineT = TypeVar('PipelineT', bound=Pipeline[Any, Any])


class FrameWorker(Generic[PipelineT]):
    """
    Runs a pipeline from activation to deactivation.

    A frame is processed with one snapshot of the state, under one capture stamp. Whether it is
    stale is checked before it is processed, to save the work, and before it is published, which
    decides. What a pipeline raises beyond the errors of `Pipeline.process` goes to `ended`.
    """

    def __init__(
        self,
        node: Node,
        pipeline: PipelineT,
        state: Callable[[], Any],
        stale_after_s: Callable[[Any], float],
        ended: Future,
        noun: str = 'mask',
        gate: PublishGate | None = None,
    ) -> None:
        """
        Start nothing yet; `noun` is what log messages call a frame: image or mask.

        `state` returns the snapshot for a frame, `stale_after_s` reads the limit from one. `gate`
        is shared with those who change publishers.
        """
        self.statistics = FrameStatistics(time.monotonic())
        self.pipeline = pipeline
        self._node, self._ended, self._noun = node, ended, noun
        self._gate = gate or PublishGate()
        self._state, self._stale_after_s = state, stale_after_s
        self._queue: LatestQueue[Frame[Any]] = LatestQueue()
        self._task: Callable[[], None] | None = None
        self._task_since_s = 0.0
        self._thread = Thread(target=self._work, name=f'{noun} worker', daemon=True)

    def start(self) -> None:
        """Start the thread and allow publishing."""
        self._thread.start()
        self._gate.open()

    def stop(self) -> bool:
        """
        Forbid publishing at once, then wait for the frame being processed.

        Return False when it does not end in time: the thread hangs.
        """
        self._gate.close()
        self._queue.close()
        if self._thread.is_alive():
            self._thread.join(JOIN_WITHIN_S)
        return not self._thread.is_alive()

    def put(self, parts: dict[str, Message], header: Header, arrived_s: float) -> None:
        """Queue the messages of one image; `header` has the capture stamp."""
        frame = Frame(header, nanoseconds(header.stamp), arrived_s, parts, self._state())
        self.statistics.superseded += self._queue.put(frame)

    def add_arrival(self, header: Header, byte_count: int) -> float:
        """Count an image that arrived now; return the time of time.monotonic."""
        now_s = time.monotonic()
        age_s = self._age_s(nanoseconds(header.stamp))
        self.statistics.add_arrival(now_s, age_s, byte_count)
        return now_s

    def _work(self) -> None:
        with forward_exceptions(self._ended):
            while (frame := self._queue.take()) is not None:
                self._handle(frame)
                # Not held while waiting: messages are large.
                del frame
                self._run_background_task()

    def _handle(self, frame: Frame[Any]) -> None:
        if self._is_stale(frame):
            self._node.get_logger().warning(
                f'{self._noun} dropped: it is older than {self._stale_after_s(frame.state):g} s '
                'by its stamp or by its arrival',
                throttle_duration_sec=WARN_EVERY_S,
            )
            return
        try:
            result = self.pipeline.process(frame)
        except CalibrationError as error:
            self.statistics.add_rejected(str(error))
            return
        except (FrameError, ParameterError) as error:
            self.statistics.add_rejected(str(error))
            self._node.get_logger().warning(
                f'{self._noun} dropped: {error}', throttle_duration_sec=WARN_EVERY_S
            )
            return
        if result is None:
            self.statistics.completed_s = time.monotonic()
        elif not self._is_stale(frame) and self._publish(frame, result):
            self.pipeline.on_published(frame, result)
            self.statistics.add_published(self._age_s(frame.stamp_ns), time.monotonic())

    def _publish(self, frame: Frame[Any], result: Any) -> bool:
        with self._gate:
            if not self._gate.is_open:
                return False
            for publisher, make_message in self.pipeline.messages(frame, result):
                if not self._gate.is_open:
                    return False
                publisher.publish(make_message())
            return True

    def _run_background_task(self) -> None:
        if self._task is None:
            self._task, self._task_since_s = self.pipeline.background_task(), time.monotonic()
        # After the stop, a task would keep the thread from ending in time.
        if self._task is None or not self._gate.is_open:
            return
        if not self._queue.is_empty:
            if time.monotonic() - self._task_since_s < BACKGROUND_WAIT_S:
                return
            self.statistics.superseded += self._queue.discard()
        task, self._task = self._task, None
        task()

    def _age_s(self, stamp_ns: int) -> float:
        return (self._node.get_clock().now().nanoseconds - stamp_ns) * 1e-9

    def _is_stale(self, frame: Frame[Any]) -> bool:
        """Compare the age by stamp and by arrival: the clock of the stamps may stand still."""
        age_s = max(self._age_s(frame.stamp_ns), time.monotonic() - frame.arrived_s)
        stale = age_s > self._stale_after_s(frame.state)
        self.statistics.stale += stale
        return stale


def nanoseconds(stamp: Time) -> int:
    """Return a stamp in nanoseconds; negative ones, which are merely very old, too."""
    return stamp.sec * 10**9 + stamp.nanosec
