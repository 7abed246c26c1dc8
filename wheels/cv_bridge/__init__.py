# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
A replacement for cv_bridge of the ROS 2 distribution, for ROS 2 from wheels.

Class, methods, error, encodings, color codes, refused conversions and the rounding of 16 to 8 bits
are those of cv_bridge.
"""

from cv_bridge.bridge import CvBridge, CvBridgeError

__all__ = ['CvBridge', 'CvBridgeError']
