# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Medians and the order of calls."""

from seg_ros.cli.rounds import Figure, ratio


def test_figures_are_added() -> None:
    figure = Figure((4, 1)) + Figure((3, 1))
    assert (figure.median, figure.lowest, figure.highest) == (2.0, 1, 4)


def test_functions_alternate_and_the_first_round_warms_up() -> None:
    turns = []
    measured = ratio(lambda: turns.append('ours'), lambda: turns.append('theirs'), rounds=2)
    assert turns == ['ours', 'theirs'] * 3
    assert len(measured.values) == 2 and measured.lowest > 0
