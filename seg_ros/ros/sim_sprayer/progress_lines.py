# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What the sprayer of the digital field tells while it drives."""

from builtin_interfaces.msg import Time
import numpy as np
from rclpy.node import Node
from std_msgs.msg import UInt8MultiArray
from visualization_msgs.msg import MarkerArray

from seg_ros.datatypes import SprayRuns
from seg_ros.ros.base.image_publisher import has_subscribers
from seg_ros.ros.base.qos import FEW
from seg_ros.ros.conversions.sim import stamp_of
from seg_ros.ros.sim_sprayer.markers import nozzle_markers, run_markers
from seg_ros.sim.boom import Boom


class ProgressLines:
    """Time for a camera in lock-step, nozzles for valves and people, lines for a progress bar."""

    def __init__(self, node: Node, boom: Boom, to_stdout: bool) -> None:
        """Advertise the topics."""
        self._boom, self._to_stdout = boom, to_stdout
        self._answered_ns = -1
        self._time = node.create_publisher(Time, '~/time', FEW)
        self._nozzles = node.create_publisher(UInt8MultiArray, '~/nozzles', FEW)
        self._markers = node.create_publisher(MarkerArray, '~/markers', FEW)

    def time(self, answered_ns: int) -> None:
        """Tell up to which image all is known, once more to who may have missed it."""
        if answered_ns < 0:
            return
        self._time.publish(stamp_of(answered_ns))
        if answered_ns > self._answered_ns:
            self._answered_ns = answered_ns
            self.line(f'{answered_ns * 1e-9:.9f}')

    def line(self, words: str) -> None:
        """Tell the process that started this one, if it wants to know."""
        if self._to_stdout:
            print(words, flush=True)

    def nozzles(self, time_ns: int, is_open: np.ndarray) -> None:
        """Tell which nozzles are told to be open, (count,) bool, leftmost first."""
        if has_subscribers(self._nozzles):
            self._nozzles.publish(UInt8MultiArray(data=is_open.astype(np.uint8).tobytes()))
        if has_subscribers(self._markers):
            self._markers.publish(nozzle_markers(stamp_of(time_ns), is_open, self._boom))

    def runs(self, stamp: Time, runs: SprayRuns) -> None:
        """Show what is to be sprayed, as seen at the stamp."""
        if has_subscribers(self._markers):
            self._markers.publish(run_markers(stamp, runs, self._boom))
