# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Free space as the messages that navigation reads."""

import array

from nav_msgs.msg import OccupancyGrid
from sensor_msgs.msg import LaserScan
from std_msgs.msg import Header

from seg_ros.datatypes import FreeGrid, FreeScan


def scan_message(header: Header, scan: FreeScan) -> LaserScan:
    """Return the scan, all rays of one moment; its values follow REP-117."""
    step_rad = scan.angle_step_rad
    message = LaserScan(
        header=header,
        angle_min=0.0,
        angle_max=step_rad * (len(scan.ranges_m) - 1),
        angle_increment=step_rad,
        range_min=scan.range_min_m,
        range_max=scan.range_max_m,
    )
    # An array.array is taken over as it is; anything else would be copied number by number.
    message.ranges = array.array('f', scan.ranges_m.tobytes())
    return message


def grid_message(header: Header, grid: FreeGrid) -> OccupancyGrid:
    """Return the grid, made at the stamp of the header."""
    message = OccupancyGrid(header=header)
    info = message.info
    info.map_load_time, info.resolution = header.stamp, grid.resolution_m
    info.height, info.width = grid.cells.shape
    info.origin.position.x, info.origin.position.y = grid.x_m, grid.y_m
    info.origin.orientation.w = 1.0
    message.data = array.array('b', grid.cells.tobytes())
    return message
