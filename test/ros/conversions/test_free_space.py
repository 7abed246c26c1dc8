# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Free space as messages: frames, angles, and what nobody knows."""

from __future__ import annotations

from math import inf, isnan, nan, pi

import numpy as np
import pytest
from std_msgs.msg import Header

from seg_ros.datatypes import FreeGrid, FreeScan
from seg_ros.ros.conversions.free_space import grid_message, scan_message

HEADER = Header(frame_id='base_link')
HEADER.stamp.sec = 7


def test_a_scan_keeps_infinity_and_nan() -> None:
    ranges_m = np.array([1.5, inf, nan, 2.0], np.float32)
    message = scan_message(HEADER, FreeScan(ranges_m, 0.25, 8.0))
    assert message.header == HEADER
    assert message.angle_min == 0.0 and message.angle_max == pytest.approx(1.5 * pi)
    assert message.angle_increment == pytest.approx(pi / 2)
    assert (message.range_min, message.range_max) == (0.25, 8.0)
    assert list(message.ranges[:2]) == [1.5, inf] and isnan(message.ranges[2])
    assert not message.intensities and message.scan_time == message.time_increment == 0.0


def test_a_grid_has_its_columns_along_x() -> None:
    cells = np.array([[0, 100, -1], [-1, 0, 0]], np.int8)
    message = grid_message(HEADER, FreeGrid(cells, 0.5, -1.0, -0.5))
    assert message.header == HEADER and message.info.map_load_time == HEADER.stamp
    assert (message.info.width, message.info.height) == (3, 2)
    assert message.info.resolution == 0.5
    origin = message.info.origin
    assert (origin.position.x, origin.position.y, origin.orientation.w) == (-1.0, -0.5, 1.0)
    assert list(message.data) == [0, 100, -1, -1, 0, 0]
