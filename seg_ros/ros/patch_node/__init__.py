# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Patch node: mask, camera_info and odometry in; patches and spray runs in meters out."""
