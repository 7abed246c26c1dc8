# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Pixels to meters on the ground; no ROS.

`camera_model` turns pixels into rays and back, with the `distortion` of its lens; `mount` is the
pose of the camera; `ground_view` intersects rays with the ground, or takes a fixed scale instead.
"""
