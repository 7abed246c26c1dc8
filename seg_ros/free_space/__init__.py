# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
A mask of drivable pixels to free space, as a scan and a grid in meters; no ROS.

`estimator` composes the steps: `polar_grid` resamples the mask along lines of sight,
`obstacle_edge` finds where each line ends, `polar_lookup` maps positions to lines of sight,
`scan` and `grid` are made of it. The camera is the ground plane of `geometry`.
"""
