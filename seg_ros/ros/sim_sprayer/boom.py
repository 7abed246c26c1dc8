# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The boom behind the sprayer node: messages go in, nozzles, answers and results come out."""

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
from seg_ros.ros.sim_sprayer.progress_lines import ProgressLines
from seg_ros.ros.sim_sprayer.results import SimResults
from seg_ros.ros.sim_sprayer.watchdog import Watchdog
from seg_ros.sim.scenario import Scenario
from seg_ros.sim.scoring.patch_evaluation import PatchEvaluation
from seg_ros.sim.sprayer import SimSprayer

WARN_EVERY_S = 5.0
Cloud = TypeVar('Cloud')


class BoomBridge:
    """Sprays what it is told to, but nothing while odometry or patches are silent."""

    def __init__(self, node: Node, field: SimParameters, parameters: SimSprayerParameters) -> None:
        """Make the same field as the camera does, to know what should have been sprayed."""
        trial = Scenario(field)
        sprayer, judge = SimSprayer(trial), PatchEvaluation(trial)
        self._log = node.get_logger()
        self._sprayer = sprayer
        self._timeline = MessageBuffer(sprayer, judge, round(field.latency_s * 1e9))
        self._watch = Watchdog(parameters.stale_after_s)
        self._answers = ProgressLines(node, trial.boom, parameters.tell_progress)
        self._results = SimResults(trial, sprayer, judge, parameters.out)
        self._stop_ns = round(trial.stop_s * 1e9)
        self.retune(field, parameters)

    def retune(self, field: SimParameters, parameters: SimSprayerParameters) -> None:
        """Take other live parameters."""
        self._settings = parameters
        self._sprayer.mode, self._sprayer.test_nozzle = field.mode, parameters.test_nozzle
        self._sprayer.armed = parameters.armed and not self._watch.is_stale

    @property
    def is_done(self) -> bool:
        """Whether the drive is over."""
        return self._timeline.now_ns >= self._stop_ns

    def close(self) -> str:
        """Leave the results, and return the figures."""
        self._results.add(self._sprayer.end())
        return self._results.close(self._watch, self.is_done)

    def move(self, message: Odometry) -> None:
        """Drive on."""
        self._hear('odometry')
        time_ns = time_ns_of(message.header.stamp)
        if time_ns > self._timeline.now_ns:
            self._results.add(
                self._timeline.move(
                    time_ns, message.pose.pose.position.x, message.twist.twist.linear.x
                )
            )
            self._answers.nozzles(time_ns, self._sprayer.nozzles)
        self._answers.time(self._timeline.answered_ns)

    def plan(self, message: PointCloud2) -> None:
        """Take spray runs."""
        runs = self._read(self._read_runs, message)
        if runs is not None:
            self._hear('patches')
            self._timeline.plan(time_ns_of(message.header.stamp), runs)
            self._answers.runs(message.header.stamp, runs)
            self._answers.time(self._timeline.answered_ns)

    def look(self, message: PointCloud2) -> None:
        """Take patches, to be judged."""
        patches = self._read(read_patches, message)
        if patches is not None:
            self._timeline.look(time_ns_of(message.header.stamp), patches)
            self._answers.time(self._timeline.answered_ns)

    def gate(self, message: UInt8MultiArray) -> None:
        """Take section control: one number for each nozzle, 0 holds it closed."""
        gates, count = np.frombuffer(message.data, np.uint8) > 0, len(self._sprayer.sections)
        if len(gates) == count:
            self._sprayer.sections = gates
        else:
            self._log.warning(f'sections must be {count} numbers, got {len(gates)}')

    def follow(self, is_active: bool) -> None:
        """Close all nozzles when the node that makes the runs is not active."""
        self._sprayer.source_active = is_active
        if not is_active and self._sprayer.mode == 'spot':
            self._sprayer.close_all()
            self._answers.nozzles(self._timeline.now_ns, self._sprayer.nozzles)

    def check_inputs(self) -> None:
        """Close all nozzles when all is silent; go on when odometry and patches come."""
        wanted = ('odometry', 'patches') if self._sprayer.mode == 'spot' else ('odometry',)
        if not self._watch.look(wanted, bool(self._sprayer.nozzles.any())):
            return
        self._sprayer.armed = self._settings.armed and not self._watch.is_stale
        if not self._watch.is_stale:
            self._log.info(f'{" and ".join(wanted)} come')
            return
        # What is known stays known: it goes stale by its stamp, when the field's time goes on.
        self._results.add(self._timeline.stand())
        self._answers.nozzles(self._timeline.now_ns, self._sprayer.nozzles)
        self._answers.line('stale')
        self._log.warning(
            f'no {" or no ".join(wanted)} for {self._settings.stale_after_s:g} s: '
            'all nozzles are closed'
        )

    def _hear(self, what: str) -> None:
        self._watch.hear(what)
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
