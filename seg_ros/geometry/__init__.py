# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Pixels become metres on the ground in this room, without any ROS.

`camera` turns pixels into rays and back, with what a `lens` bends; `mount` says where the camera
hangs; `plane` lets the rays meet the ground, or takes a fixed scale in place of all three.
"""
