# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
The door for people at a shell: one file per verb.

A verb has `add_arguments(parser)` and `main(args)`, which returns the exit code. It raises
SegRosError where the user can put something right; `main` prints that as one line.
"""
