# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Drivable node: mask and camera_info in; free space as LaserScan and OccupancyGrid out."""
