# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A vehicle that drives over the digital field: its camera, its odometry and its time."""

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
    """Drive once over the field, then end; in lock-step, wait for an answer to every image."""

    def __init__(self) -> None:
        """Make the field; ParameterError when it cannot be."""
        super().__init__('field_camera')
        self.ended = Future()
        parameters = declare_parameters(self, SimParameters)
        self._settings = declare_parameters(self, SimCameraParameters)
        self._trial = Scenario(parameters)
        self._topics = SimTopics(
            self,
            self._trial.camera,
            parameters.segmentation == 'truth',
            self._settings.publish_clock,
        )
        self._stop = Event()
        self._answered = Condition()
        self._answer_ns = -1
        self._patience_s = 6.0 * self._settings.answer_within_s
        self.create_subscription(Time, 'field_sprayer/time', self._take_answer, 10)
        self._thread = Thread(target=self._drive, name='drive', daemon=True)

    def start(self) -> None:
        """Drive off."""
        self._thread.start()

    def destroy_node(self) -> None:
        """Stop before what is driven goes."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
        super().destroy_node()

    def _drive(self) -> None:
        with forward_exceptions(self.ended):
            frames_ns, ticks_ns = self._timetable()
            begun_s, silent, row = 0.0, 0, 0
            for tick_ns in ticks_ns:
                self._pace(begun_s, tick_ns - ticks_ns[0])
                if self._stop.is_set():
                    return
                self._move(tick_ns)
                if tick_ns in frames_ns:
                    is_silent = self._is_in_vain(tick_ns, is_first=tick_ns == ticks_ns[0])
                    silent, row = silent + is_silent, (row + 1) * is_silent
                    if row >= GIVE_UP_AFTER:
                        raise InputError(
                            f'{row} images in a row were not answered: '
                            'are segmentation, patches and sprayer active?'
                        )
                begun_s = begun_s or time.monotonic()
            self._topics.flush(FLUSH_S)
            self.get_logger().info(f'{len(frames_ns)} images, {silent} without an answer')
            self.ended.set_result(None)

    def _timetable(self) -> tuple[set[int], list[int]]:
        """Return the moments of the images, and all in their order, in nanoseconds."""
        start_ns, stop_ns = (
            round(limit_s * 1e9) for limit_s in (self._settings.start_s, self._trial.stop_s)
        )
        frames_ns = np.round(np.asarray(self._trial.frame_times_s) * 1e9).astype(np.int64)
        # At once, for after a silence nothing is sprayed before patches come again.
        frames_ns = np.union1d(start_ns, frames_ns[frames_ns > start_ns])
        if self._settings.frames:
            frames_ns = frames_ns[: self._settings.frames]
            stop_ns = frames_ns[-1]
        ticks_ns = np.append(np.arange(start_ns, stop_ns, TICK_NS), stop_ns)
        return set(frames_ns.tolist()), np.union1d(ticks_ns, frames_ns).tolist()

    def _pace(self, begun_s: float, driven_ns: int) -> None:
        """Wait until it is time, if time is to take as long as it does."""
        factor = self._settings.real_time_factor
        if factor > 0.0:
            self._stop.wait(max(0.0, begun_s + driven_ns * 1e-9 / factor - time.monotonic()))

    def _move(self, time_ns: int) -> None:
        drive, time_s = self._trial.drive, time_ns * 1e-9
        self._topics.move(time_ns, drive.position_m(time_s), drive.speed_mps(time_s))

    def _show(self, time_ns: int) -> None:
        drive, time_s = self._trial.drive, time_ns * 1e-9
        view = self._trial.camera.view(
            drive.position_m(time_s), self._topics.wants_picture, drive.speed_mps(time_s)
        )
        self._topics.show(time_ns, view)

    def _is_in_vain(self, time_ns: int, is_first: bool) -> bool:
        """Take an image; return whether an answer was waited for that did not come."""
        self._show(time_ns)
        parameters = self._settings
        waits = parameters.lock_step or parameters.await_answer and is_first
        return waits and not self._is_answered(time_ns)

    def _is_answered(self, time_ns: int) -> bool:
        """Wait for the answer, and tell all once more to those who came late; False if in vain."""
        give_up_s = time.monotonic() + self._patience_s
        self._patience_s = self._settings.answer_within_s
        while not self._hears(time_ns):
            if self._stop.is_set() or time.monotonic() > give_up_s:
                return False
            self._move(time_ns)
            self._show(time_ns)
        return True

    def _hears(self, time_ns: int) -> bool:
        with self._answered:
            return self._answered.wait_for(lambda: self._answer_ns >= time_ns, RESEND_S)

    def _take_answer(self, stamp: Time) -> None:
        with self._answered:
            self._answer_ns = time_ns_of(stamp)
            self._answered.notify()


def main(args: list[str] | None = None) -> int:
    """Run the node until the end of the drive, or until it is interrupted."""
    return run_node('field_camera', SimCameraNode, args)
