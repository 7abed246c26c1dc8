# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A spray controller, whole: it opens valves over the runs that the patch node publishes."""

from collections import deque

from builtin_interfaces.msg import Time
from nav_msgs.msg import Odometry
import numpy as np
import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from sensor_msgs.msg import PointCloud2
from std_msgs.msg import UInt8MultiArray

RUN = np.dtype(
    [('x_start', '<f4'), ('x_end', '<f4'), ('nozzle', '<u4'), ('id', '<u4'), ('score', '<f4')]
)
NOZZLES, BOOM_X_M = 14, -0.3
FOOTPRINT_M, MARGIN_M = 0.02, 0.004
OPEN_S, CLOSE_S, DROP_S, MIN_ON_S = 0.03, 0.02, 0.01, 0.02
STALE_S, SLOWEST_MPS = 1.0, 0.1


class SprayController(Node):
    """Everything runs on one axis: the way that the vehicle has made."""

    def __init__(self) -> None:
        """Listen to the patch node and the odometry; publish which valves are to be open."""
        super().__init__('spray_controller')
        self.ways = deque([(0.0, 0.0, 0.0)], maxlen=5000)
        self.seen_s, self.runs = 0.0, np.empty(0, RUN)
        self.starts = self.stops = np.empty(0)
        self.create_subscription(Odometry, 'odom', self.move, 50)
        self.create_subscription(PointCloud2, 'spray_runs', self.aim, 5)
        self.valves = self.create_publisher(UInt8MultiArray, 'valves', 1)
        self.create_timer(0.005, self.fire)

    def move(self, odometry: Odometry) -> None:
        """Sum up the way; the pose itself may turn with the vehicle."""
        stamp_s, speed = seconds(odometry.header.stamp), odometry.twist.twist.linear.x
        before_s, way_m, _ = self.ways[-1]
        way_m += speed * (stamp_s - before_s) if before_s else 0.0
        self.ways.append((stamp_s, way_m, speed))

    def aim(self, message: PointCloud2) -> None:
        """Put the newest runs, which are all there is to spray, on the axis of the way."""
        runs = np.frombuffer(message.data, RUN)
        self.runs = runs[runs['nozzle'] < NOZZLES]
        self.seen_s = seconds(message.header.stamp)
        stamps_s, ways_m, _ = np.transpose(self.ways)
        at_m = np.interp(self.seen_s, stamps_s, ways_m) - BOOM_X_M
        self.starts = at_m + self.runs['x_start'] - MARGIN_M + FOOTPRINT_M / 2
        self.stops = at_m + self.runs['x_end'] + MARGIN_M - FOOTPRINT_M / 2

    def fire(self) -> None:
        """Open what has to be open when the valve's command reaches the ground."""
        now_s, is_open = seconds(self.get_clock().now().to_msg()), np.zeros(NOZZLES, np.uint8)
        stamp_s, way_m, speed = self.ways[-1]
        if max(now_s - self.seen_s, now_s - stamp_s) < STALE_S and speed > SLOWEST_MPS:
            here_m = way_m + speed * (now_s - stamp_s + DROP_S)
            widen_m = np.maximum(speed * MIN_ON_S - (self.stops - self.starts), 0.0) / 2
            begun = here_m + speed * OPEN_S >= self.starts - widen_m
            over = here_m + speed * CLOSE_S >= self.stops + widen_m
            is_open[self.runs['nozzle'][begun & ~over]] = 1
        self.valves.publish(UInt8MultiArray(data=is_open.tobytes()))


def seconds(stamp: Time) -> float:
    """Return a message's stamp in seconds."""
    return stamp.sec + stamp.nanosec * 1e-9


if __name__ == '__main__':
    rclpy.init()
    try:
        rclpy.spin(SprayController())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    except RuntimeError:
        # An interrupt may come while a message is being published.
        if rclpy.ok():
            raise
