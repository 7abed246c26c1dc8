# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Latency, drop time and footprint of valves."""

import pytest

from seg_ros.sim.boom import Nozzles
from seg_ros.sim.controller import Command
from seg_ros.sim.trajectory import PathSegment
from seg_ros.sim.valves import ValveEvent, Valves

TWO_METERS = PathSegment(0.0, 1.0, 0.0, 2.0, 2.0)


@pytest.mark.parametrize(
    'commands, expected',
    [
        ([(0.1, True), (0.5, False)], [(0.23, 0.62)]),
        ([(0.1, True), (0.2, False), (0.3, True), (0.4, False)], [(0.23, 0.32), (0.43, 0.52)]),
        ([(0.1, True), (0.105, False)], []),
        ([(0.1, True)], []),
        ([(0.1, False)], []),
        ([(0.1, True), (0.2, True), (0.5, False)], [(0.23, 0.62)]),
    ],
)
def test_openings_of_commands(commands: list, expected: list[tuple[float, float]]) -> None:
    valves = Valves(3, Nozzles(open_latency_s=0.03, close_latency_s=0.02, drop_s=0.1))
    for time_s, opens in commands:
        valves.command(Command(time_s, 1, opens))
    openings = valves.follow(TWO_METERS)
    assert [(event.start_s, event.stop_s) for event in openings] == [
        pytest.approx(times_s) for times_s in expected
    ]
    assert all(event.nozzle == 1 for event in openings)


def test_the_footprint_is_sprayed_before_and_after() -> None:
    valves = Valves(1, Nozzles(footprint_m=0.02))
    for command in (Command(0.25, 0, True), Command(0.5, 0, False)):
        valves.command(command)
    assert valves.follow(TWO_METERS) == [ValveEvent(0, 0.25, 0.5, 0.49, 1.01)]


def test_a_slow_close_is_replaced_by_the_next_open() -> None:
    valves = Valves(1, Nozzles(close_latency_s=0.3))
    for command in (Command(0.1, 0, True), Command(0.2, 0, False), Command(0.3, 0, True)):
        valves.command(command)
    assert valves.follow(TWO_METERS) == []
    assert [event.start_s for event in valves.running] == [0.1]


def test_a_command_takes_effect_in_a_later_segment() -> None:
    valves = Valves(1, Nozzles(open_latency_s=0.3, close_latency_s=0.3))
    valves.command(Command(0.5, 0, True))
    valves.command(Command(0.9, 0, False))
    assert valves.follow(TWO_METERS) == []
    (event,) = valves.follow(PathSegment(1.0, 2.0, 2.0, 3.0, 1.0))
    assert (event.start_m, event.stop_m) == (pytest.approx(1.6), pytest.approx(2.2))


def test_open_valves_count_up_to_the_end() -> None:
    valves = Valves(2, Nozzles(footprint_m=0.02))
    valves.command(Command(0.5, 1, True))
    valves.follow(PathSegment(0.0, 1.0, 0.0, 2.0, 2.0))
    assert valves.end(1.0, 2.0) == [ValveEvent(1, 0.5, 1.0, pytest.approx(0.99), 2.01)]
    assert valves.running == [] and valves.end(1.0, 2.0) == []
