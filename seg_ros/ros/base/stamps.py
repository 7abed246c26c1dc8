# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Stamps as whole nanoseconds, in which they can be compared and told apart exactly."""

import time

from builtin_interfaces.msg import Time
from rclpy.node import Node


def nanoseconds(stamp: Time) -> int:
    """Return a stamp in nanoseconds; a negative one, which is merely very old, does not matter."""
    return stamp.sec * 10**9 + stamp.nanosec


def age_s(node: Node, stamp_ns: int) -> float:
    """Return how long ago a stamp was by the node's clock, which may be that of a simulation."""
    return (node.get_clock().now().nanoseconds - stamp_ns) * 1e-9


def longest_age_s(node: Node, stamp_ns: int, arrived_s: float) -> float:
    """
    Return how old a message is by its stamp or by its arrival, whichever says more.

    `arrived_s` is when it came by `time.monotonic`: the clock of the stamps may stand still, and
    a camera may stamp too late.
    """
    return max(age_s(node, stamp_ns), time.monotonic() - arrived_s)
