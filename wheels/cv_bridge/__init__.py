# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Stand in for the distribution's cv_bridge where ROS 2 comes from wheels.

Same class, methods and error, same results: the encodings it knows, the color codes, the refusals
between colors and bare types and the rounding of 16 to 8 bits are those of the real one.
"""

from cv_bridge.bridge import CvBridge, CvBridgeError

__all__ = ['CvBridge', 'CvBridgeError']
