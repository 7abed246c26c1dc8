# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Medians and turns, without looking at a clock."""

from seg_ros.cli.benchmark.rounds import Figure, figure, ratio


def test_figure():
    assert figure([4, 1, 3, 1]) == Figure(2.0, 1, 4)


def test_both_take_turns_and_the_first_round_warms_up():
    turns = []
    measured = ratio(lambda: turns.append('ours'), lambda: turns.append('theirs'), rounds=2)
    assert turns == ['ours', 'theirs'] * 3
    assert 0 < measured.lowest <= measured.median <= measured.highest
