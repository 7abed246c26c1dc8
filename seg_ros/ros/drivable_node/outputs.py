# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Everything the drivable node publishes, made only for topics that someone hears."""

from nav_msgs.msg import OccupancyGrid
from rclpy.node import Node
from sensor_msgs.msg import LaserScan
from std_msgs.msg import Header

from seg_ros.datatypes import FreeSpace
from seg_ros.ros.base.image_topic import is_heard
from seg_ros.ros.base.publish_gate import PublishGate
from seg_ros.ros.base.qos import FEW
from seg_ros.ros.conversions.free_space import grid_message, scan_message


class DrivableOutputs:
    """The topics under `~`, which publish while their gate is open."""

    def __init__(self, node: Node) -> None:
        """Advertise them; reliable, for best-effort listeners hear that too."""
        self._node = node
        self.gate = PublishGate()
        self._scan = node.create_publisher(LaserScan, '~/scan', FEW)
        self._grid = node.create_publisher(OccupancyGrid, '~/grid', FEW)

    def destroy(self) -> None:
        """Withdraw both topics."""
        self._node.destroy_publisher(self._scan)
        self._node.destroy_publisher(self._grid)

    @property
    def wants_scan(self) -> bool:
        """Whether someone hears the scan."""
        return is_heard(self._scan)

    @property
    def wants_grid(self) -> bool:
        """Whether someone hears the grid."""
        return is_heard(self._grid)

    def publish(self, header: Header, space: FreeSpace) -> bool:
        """Send what there is, the scan first; return whether it was let."""
        with self.gate:
            if self.gate.is_open and space.scan is not None:
                self._scan.publish(scan_message(header, space.scan))
            if self.gate.is_open and space.grid is not None:
                self._grid.publish(grid_message(header, space.grid))
            return self.gate.is_open
