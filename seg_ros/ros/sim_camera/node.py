# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Node `field_camera`: camera, odometry and clock of a vehicle on the simulated field."""

from threading import Condition, Event, Thread
import time

from builtin_interfaces.msg import Time
import numpy as np
from rclpy.node import Node
from rclpy.task import Future

from seg_ros.errors import InputError
from seg_ros.parameters import SimCameraParameters, SimParameters
from seg_ros.ros.base.parameters import declare_parameters
from seg_ros.ros.base.spin import forward_exceptions, run_node
from seg_ros.ros.conversions.sim import time_ns_of
from seg_ros.ros.sim_camera.topics import SimTopics
from seg_ros.sim.scenario import ODOMETRY_HZ, Scenario

TICK_NS = round(1e9 / ODOMETRY_HZ)
RESEND_S = 0.5
FLUSH_S = 5.0
GIVE_UP_AFTER = 3


class SimCameraNode(Node):
    """Drive once over the simulated field, then exit; in lock-step, wait for every result."""

    def __init__(self) -> None:
        """Create the simulated field and the topics; ParameterError on invalid parameters."""
        super().__init__('field_camera')
        self.ended = Future()
        parameters = declare_parameters(self, SimParameters)
        self._camera_parameters = declare_parameters(self, SimCameraParameters)
        self._scenario = Scenario(parameters)
        self._topics = SimTopics(
            self,
            self._scenario.camera,
            parameters.segmentation == 'truth',
            self._camera_parameters.publish_clock,
        )
        self._stop = Event()
        self._condition = Condition()
        self._completed_ns = -1
        self._timeout_s = 6.0 * self._camera_parameters.answer_within_s
        self.create_subscription(Time, 'field_sprayer/time', self._on_completed, 10)
        self._thread = Thread(target=self._drive, name='drive', daemon=True)

    def start(self) -> None:
        """Start the drive in a thread."""
        self._thread.start()

    def destroy_node(self) -> None:
        """Stop the drive before its publishers are destroyed."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        super().destroy_node()

    def _drive(self) -> None:
        with forward_exceptions(self.ended):
            frames_ns, ticks_ns = self._schedule()
            started_s, missing, in_a_row = 0.0, 0, 0
            for tick_ns in ticks_ns:
                self._pace(started_s, tick_ns - ticks_ns[0])
                if self._stop.is_set():
                    return
                self._publish_odometry(tick_ns)
                if tick_ns in frames_ns:
                    is_missing = self._is_without_result(tick_ns, is_first=tick_ns == ticks_ns[0])
                    missing, in_a_row = missing + is_missing, (in_a_row + 1) * is_missing
                    if in_a_row >= GIVE_UP_AFTER:
                        raise InputError(
                            f'{in_a_row} images in a row were not processed: '
                            'are segmentation, patches and sprayer active?'
                        )
                started_s = started_s or time.monotonic()
            self._topics.flush(FLUSH_S)
            self.get_logger().info(f'{len(frames_ns)} images, {missing} without a result')
            self.ended.set_result(None)

    def _schedule(self) -> tuple[set[int], list[int]]:
        """Return the times of images, and the sorted times of images and odometry, in ns."""
        start_ns, stop_ns = (
            round(limit_s * 1e9)
            for limit_s in (self._camera_parameters.start_s, self._scenario.stop_s)
        )
        frames_ns = np.round(np.asarray(self._scenario.frame_times_s) * 1e9).astype(np.int64)
        # The first image is published at once: after a restart, spraying needs new patches.
        frames_ns = np.union1d(start_ns, frames_ns[frames_ns > start_ns])
        if self._camera_parameters.frames:
            frames_ns = frames_ns[: self._camera_parameters.frames]
            stop_ns = frames_ns[-1]
        ticks_ns = np.append(np.arange(start_ns, stop_ns, TICK_NS), stop_ns)
        return set(frames_ns.tolist()), np.union1d(ticks_ns, frames_ns).tolist()

    def _pace(self, started_s: float, driven_ns: int) -> None:
        """Wait until `driven_ns` have passed at the real-time factor; 0: do not wait."""
        factor = self._camera_parameters.real_time_factor
        if factor > 0.0:
            self._stop.wait(max(0.0, started_s + driven_ns * 1e-9 / factor - time.monotonic()))

    def _publish_odometry(self, time_ns: int) -> None:
        drive, time_s = self._scenario.drive, time_ns * 1e-9
        self._topics.publish_odometry(time_ns, drive.position_m(time_s), drive.speed_mps(time_s))

    def _publish_image(self, time_ns: int) -> None:
        drive, time_s = self._scenario.drive, time_ns * 1e-9
        view = self._scenario.camera.view(
            drive.position_m(time_s), self._topics.wants_image, drive.speed_mps(time_s)
        )
        self._topics.publish_view(time_ns, view)

    def _is_without_result(self, time_ns: int, is_first: bool) -> bool:
        """Publish an image; return whether its result timed out."""
        self._publish_image(time_ns)
        parameters = self._camera_parameters
        waits = parameters.lock_step or parameters.await_answer and is_first
        return waits and not self._wait_for_result(time_ns)

    def _wait_for_result(self, time_ns: int) -> bool:
        """Wait for the result, publishing again for late subscribers; False on a timeout."""
        deadline_s = time.monotonic() + self._timeout_s
        self._timeout_s = self._camera_parameters.answer_within_s
        while not self._has_result(time_ns):
            if self._stop.is_set() or time.monotonic() > deadline_s:
                return False
            self._publish_odometry(time_ns)
            self._publish_image(time_ns)
        return True

    def _has_result(self, time_ns: int) -> bool:
        with self._condition:
            return self._condition.wait_for(lambda: self._completed_ns >= time_ns, RESEND_S)

    def _on_completed(self, stamp: Time) -> None:
        with self._condition:
            self._completed_ns = time_ns_of(stamp)
            self._condition.notify()


def main(args: list[str] | None = None) -> int:
    """Run the node until the end of the drive or an interrupt."""
    return run_node('field_camera', SimCameraNode, args)
