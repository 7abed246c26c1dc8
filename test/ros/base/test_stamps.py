# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How old a message is."""

import time
from types import SimpleNamespace

import pytest

pytest.importorskip('rclpy', reason='ROS 2 is not here')

from seg_ros.ros.base.stamps import longest_age_s  # noqa: E402

NOW_NS = 50 * 10**9
NODE = SimpleNamespace(
    get_clock=lambda: SimpleNamespace(now=lambda: SimpleNamespace(nanoseconds=NOW_NS))
)


@pytest.mark.parametrize(
    'stamped_ago_s, arrived_ago_s, expected',
    [
        (3, 0, 3.0),
        (0, 2, 2.0),
        (-5, 1, 1.0),
        (4, 2, 4.0),
    ],
)
def test_the_clock_that_says_more_counts(
    stamped_ago_s: int, arrived_ago_s: int, expected: float
) -> None:
    age_s = longest_age_s(NODE, NOW_NS - stamped_ago_s * 10**9, time.monotonic() - arrived_ago_s)
    assert age_s == pytest.approx(expected, abs=0.5)
