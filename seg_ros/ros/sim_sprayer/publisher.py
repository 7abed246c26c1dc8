# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The topics and progress lines of the simulated sprayer."""

from builtin_interfaces.msg import Time
import numpy as np
from rclpy.node import Node
from std_msgs.msg import UInt8MultiArray
from visualization_msgs.msg import MarkerArray

from seg_ros.datatypes import SprayRuns
from seg_ros.ros.base.publishing import has_subscribers
from seg_ros.ros.base.qos import FEW
from seg_ros.ros.conversions.sim import stamp_of
from seg_ros.ros.sim_sprayer.markers import nozzle_markers, run_markers
from seg_ros.sim.boom import Boom


class SprayerPublisher:
    """Publishes completed stamps for lock-step, nozzle states and markers; prints progress."""

    def __init__(self, node: Node, boom: Boom, to_stdout: bool) -> None:
        """Create the publishers."""
        self._boom, self._to_stdout = boom, to_stdout
        self._completed_ns = -1
        self._time = node.create_publisher(Time, '~/time', FEW)
        self._nozzles = node.create_publisher(UInt8MultiArray, '~/nozzles', FEW)
        self._markers = node.create_publisher(MarkerArray, '~/markers', FEW)

    def publish_time(self, completed_ns: int) -> None:
        """Publish the time of the newest completed image, repeated for late subscribers."""
        if completed_ns < 0:
            return
        self._time.publish(stamp_of(completed_ns))
        if completed_ns > self._completed_ns:
            self._completed_ns = completed_ns
            self.print_line(f'{completed_ns * 1e-9:.9f}')

    def print_line(self, text: str) -> None:
        """Print a line for the parent process, if requested."""
        if self._to_stdout:
            print(text, flush=True)

    def publish_nozzles(self, time_ns: int, is_open: np.ndarray) -> None:
        """Publish which nozzles are commanded open, (count,) bool, leftmost first."""
        if has_subscribers(self._nozzles):
            self._nozzles.publish(UInt8MultiArray(data=is_open.astype(np.uint8).tobytes()))
        if has_subscribers(self._markers):
            self._markers.publish(nozzle_markers(stamp_of(time_ns), is_open, self._boom))

    def publish_runs(self, stamp: Time, runs: SprayRuns) -> None:
        """Publish markers of the runs, relative to the vehicle at the stamp."""
        if has_subscribers(self._markers):
            self._markers.publish(run_markers(stamp, runs, self._boom))
