# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
A mask becomes free space in this room: a scan and a grid in metres, without any ROS.

`fan` unrolls the mask along the lines of sight, once worked out for a geometry; `boundary` finds
where each line ends; `sight` says which line meets a place; `scan` and `grid` tell it, and
`freespace` composes them. The camera comes in as a Viewpoint, so that this room knows no lens.
"""
