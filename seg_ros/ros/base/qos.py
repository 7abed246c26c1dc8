# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How each kind of topic is sent and received."""

from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy

IMAGES_OUT = QoSProfile(depth=1, reliability=ReliabilityPolicy.RELIABLE)
LATCHED = QoSProfile(
    depth=1, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)
FEW = QoSProfile(depth=5, reliability=ReliabilityPolicy.RELIABLE)
"""Patches and what is matched to them by stamp: the newest, and what may have overtaken it."""

ODOMETRY = QoSProfile(depth=50, reliability=ReliabilityPolicy.BEST_EFFORT)
"""Deep enough for poses between two images; best effort hears every kind of publisher."""


def camera(reliable: bool) -> QoSProfile:
    """Send or keep the newest camera image only: what waits in a queue is late."""
    reliability = ReliabilityPolicy.RELIABLE if reliable else ReliabilityPolicy.BEST_EFFORT
    return QoSProfile(depth=1, reliability=reliability)
