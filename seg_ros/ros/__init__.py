# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
The ROS 2 nodes, one folder each; the only code that imports rclpy and messages.

`base` is shared by all of them: lifecycle, frame worker, parameters, inputs and diagnostics.
`conversions` reads and writes messages.
"""
