# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
The commands: one file per verb of `seg_ros`.

A verb has `add_arguments(parser)` and `main(args)`, which returns the exit code. It raises
SegRosError where the user can correct something; `main` prints that as one line.
"""
