# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""QoS profiles of the topics of this package."""

from rclpy.qos import DurabilityPolicy, QoSProfile, ReliabilityPolicy

IMAGES_OUT = QoSProfile(depth=1, reliability=ReliabilityPolicy.RELIABLE)
LATCHED = QoSProfile(
    depth=1, reliability=ReliabilityPolicy.RELIABLE, durability=DurabilityPolicy.TRANSIENT_LOCAL
)
FEW = QoSProfile(depth=5, reliability=ReliabilityPolicy.RELIABLE)
"""Patches, and messages that are matched to them by stamp."""

ODOMETRY = QoSProfile(depth=50, reliability=ReliabilityPolicy.BEST_EFFORT)
"""Deep enough for poses between two images; best effort matches every publisher."""


def camera(reliable: bool) -> QoSProfile:
    """Return a profile that keeps the last camera image only: queued images are late."""
    reliability = ReliabilityPolicy.RELIABLE if reliable else ReliabilityPolicy.BEST_EFFORT
    return QoSProfile(depth=1, reliability=reliability)
