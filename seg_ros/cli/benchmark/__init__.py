# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
What `seg_ros bench` measures: each figure beside its reference, in one process, turn by turn.

`recipes` are the references as tutorials write them, `scenes` the scores that networks give, and
`network` the network whose own time everything is held against.
"""
