# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Medians, percentiles and turns, without looking at a clock."""

import pytest

from seg_ros.cli.benchmark.rounds import Figure, figure, p95_figure, ratio


def test_figure():
    assert figure([4, 1, 3, 1]) == Figure(2.0, 1, 4)


@pytest.mark.parametrize('values, expected', [
    ([7], Figure(7, 7, 7)),
    ([5, 1, 2, 4, 3], Figure(3, 1, 5)),
    ([*range(21), *[0] * 21, *[8] * 63], Figure(8, 0, 19)),
])
def test_percentiles_are_those_of_five_parts_in_order(values, expected):
    assert p95_figure(values) == expected


def test_both_take_turns_and_the_first_round_warms_up():
    turns = []
    measured = ratio(lambda: turns.append('ours'), lambda: turns.append('theirs'), rounds=2)
    assert turns == ['ours', 'theirs'] * 3
    assert 0 < measured.lowest <= measured.median <= measured.highest
