# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Callbacks of the simulated sprayer node, which pass messages to the simulator."""

from collections.abc import Callable
from typing import TypeVar

from nav_msgs.msg import Odometry
import numpy as np
from rclpy.node import Node
from sensor_msgs.msg import PointCloud2
from std_msgs.msg import UInt8MultiArray

from seg_ros.datatypes import SprayRuns
from seg_ros.errors import FrameError
from seg_ros.parameters import SimParameters, SimSprayerParameters
from seg_ros.ros.conversions.sim import read_patches, read_runs, time_ns_of
from seg_ros.ros.sim_sprayer.message_buffer import MessageBuffer
from seg_ros.ros.sim_sprayer.publisher import SprayerPublisher
from seg_ros.ros.sim_sprayer.results import SimResults
from seg_ros.ros.sim_sprayer.watchdog import Watchdog
from seg_ros.sim.scenario import Scenario
from seg_ros.sim.scoring.patch_evaluation import PatchEvaluation
from seg_ros.sim.sprayer import SimSprayer

WARN_EVERY_S = 5.0
Cloud = TypeVar('Cloud')


class SprayerBridge:
    """Executes spray runs; closes all nozzles while odometry or patches are missing."""

    def __init__(self, node: Node, sim: SimParameters, parameters: SimSprayerParameters) -> None:
        """Create the same simulated field as the camera node, to score the drive."""
        scenario = Scenario(sim)
        sprayer, evaluation = SimSprayer(scenario), PatchEvaluation(scenario)
        self._log = node.get_logger()
        self._sprayer = sprayer
        self._buffer = MessageBuffer(sprayer, evaluation, round(sim.latency_s * 1e9))
        self._watchdog = Watchdog(parameters.stale_after_s)
        self._publisher = SprayerPublisher(node, scenario.boom, parameters.tell_progress)
        self._results = SimResults(scenario, sprayer, evaluation, parameters.out)
        self._stop_ns = round(scenario.stop_s * 1e9)
        self.update_parameters(sim, parameters)

    def update_parameters(self, sim: SimParameters, parameters: SimSprayerParameters) -> None:
        """Apply changed live parameters."""
        self._parameters = parameters
        self._sprayer.mode, self._sprayer.test_nozzle = sim.mode, parameters.test_nozzle
        self._sprayer.armed = parameters.armed and not self._watchdog.is_stale

    @property
    def is_done(self) -> bool:
        """Whether the drive has ended."""
        return self._buffer.now_ns >= self._stop_ns

    def close(self) -> str:
        """Write the results, and return a line with the figures."""
        self._results.add(self._sprayer.end())
        return self._results.close(self._watchdog, self.is_done)

    def on_odometry(self, message: Odometry) -> None:
        """Advance the sprayer to an odometry message."""
        self._note_message('odometry')
        time_ns = time_ns_of(message.header.stamp)
        if time_ns > self._buffer.now_ns:
            self._results.add(
                self._buffer.add_odometry(
                    time_ns, message.pose.pose.position.x, message.twist.twist.linear.x
                )
            )
            self._publisher.publish_nozzles(time_ns, self._sprayer.nozzles)
        self._publisher.publish_time(self._buffer.completed_ns)

    def on_spray_runs(self, message: PointCloud2) -> None:
        """Pass spray runs to the sprayer."""
        runs = self._read(self._read_runs, message)
        if runs is not None:
            self._note_message('patches')
            self._buffer.add_runs(time_ns_of(message.header.stamp), runs)
            self._publisher.publish_runs(message.header.stamp, runs)
            self._publisher.publish_time(self._buffer.completed_ns)

    def on_patches(self, message: PointCloud2) -> None:
        """Compare patches with ground truth."""
        patches = self._read(read_patches, message)
        if patches is not None:
            self._buffer.add_patches(time_ns_of(message.header.stamp), patches)
            self._publisher.publish_time(self._buffer.completed_ns)

    def on_sections(self, message: UInt8MultiArray) -> None:
        """Apply section control: one byte per nozzle, 0 keeps it closed."""
        sections, count = np.frombuffer(message.data, np.uint8) > 0, len(self._sprayer.sections)
        if len(sections) == count:
            self._sprayer.sections = sections
        else:
            self._log.warning(f'sections must be {count} numbers, got {len(sections)}')

    def set_source_active(self, is_active: bool) -> None:
        """Close all nozzles when the node that publishes the runs is not active."""
        self._sprayer.source_active = is_active
        if not is_active and self._sprayer.mode == 'spot':
            self._sprayer.close_all()
            self._publisher.publish_nozzles(self._buffer.now_ns, self._sprayer.nozzles)

    def check_inputs(self) -> None:
        """Close all nozzles while odometry or patches are stale, until both are received again."""
        required = ('odometry', 'patches') if self._sprayer.mode == 'spot' else ('odometry',)
        if not self._watchdog.update(required, bool(self._sprayer.nozzles.any())):
            return
        self._sprayer.armed = self._parameters.armed and not self._watchdog.is_stale
        if not self._watchdog.is_stale:
            self._log.info(f'receiving {" and ".join(required)}')
            return
        # Current runs are kept: they become stale by their stamp when simulated time continues.
        self._results.add(self._buffer.advance_standing())
        self._publisher.publish_nozzles(self._buffer.now_ns, self._sprayer.nozzles)
        self._publisher.print_line('stale')
        self._log.warning(
            f'no {" or no ".join(required)} for {self._parameters.stale_after_s:g} s: '
            'all nozzles are closed'
        )

    def _note_message(self, what: str) -> None:
        self._watchdog.note(what)
        self.check_inputs()

    def _read_runs(self, message: PointCloud2) -> SprayRuns:
        runs, count = read_runs(message), len(self._sprayer.sections)
        if runs.nozzles.max(initial=0) >= count:
            raise FrameError(f'nozzles must be 0 to {count - 1}, got {runs.nozzles.max()}')
        return runs

    def _read(self, reader: Callable[[PointCloud2], Cloud], message: PointCloud2) -> Cloud | None:
        try:
            return reader(message)
        except FrameError as error:
            self._log.warning(f'message dropped: {error}', throttle_duration_sec=WARN_EVERY_S)
            return None
