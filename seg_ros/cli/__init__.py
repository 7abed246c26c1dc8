# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
The commands: one file per verb of `seg_ros`.

A verb has `add_arguments(parser)` and `main(args)`, which returns the exit code and raises
SegRosError for errors that the user can correct; `cli.main` prints them as one line.
"""
