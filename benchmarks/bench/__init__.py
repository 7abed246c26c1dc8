# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
What `seg_ros bench` measures: each figure beside its reference, in one run, turn by turn.

`recipes` are the references as tutorials write them, `scenes` the scores that networks give,
`network` and `models` the networks whose own time everything is held against. `steps`, `whole`,
`patches` and `int8` measure in this process, `nodes` on a `rig` of processes over DDS.
"""
