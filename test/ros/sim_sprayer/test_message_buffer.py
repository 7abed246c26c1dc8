# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever arrives first, sprayer and judge get it with its place, and when it is due."""

from __future__ import annotations

import pytest

from seg_ros.ros.sim_sprayer.message_buffer import MessageBuffer

MS = 1_000_000


class Receiver:
    """Stands for sprayer and judge, and remembers what it was told."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.calls = []

    def receive(self, stamp_s: float, position_m: float, runs: str, now_s: float) -> None:
        """Remember a plan."""
        self.calls.append((runs, *(round(value, 6) for value in (stamp_s, position_m, now_s))))

    def advance(self, time_s: float, position_m: float, speed_mps: float) -> str:
        """Remember nothing."""
        return f'behind {position_m}'

    def add_frame(self, position_m: float, patches: str) -> None:
        """Remember what was seen."""
        self.calls.append((patches, round(position_m, 6)))


@pytest.fixture
def received() -> Receiver:
    """Return an ear."""
    return Receiver()


@pytest.fixture
def buffer(received: Receiver) -> MessageBuffer:
    """Return a buffer with a latency of 250 ms, after ticks at 0 and 100 ms, 1 m/s."""
    buffer = MessageBuffer(received, received, 250 * MS)
    for tick in (0, 100):
        buffer.add_odometry(tick * MS, tick / 1000.0, 1.0)
    return buffer


def test_a_plan_becomes_known_its_latency_after_the_capture(buffer, received) -> None:
    buffer.add_runs(100 * MS, 'runs')
    assert received.calls == [('runs', 0.1, 0.1, 0.35)]


def test_a_plan_that_comes_later_than_that_becomes_known_on_arrival(buffer, received) -> None:
    buffer.add_odometry(900 * MS, 0.9, 1.0)
    buffer.add_runs(100 * MS, 'runs')
    assert received.calls == [('runs', 0.1, 0.1, 0.9)]


def test_a_capture_between_two_ticks_has_its_place_between_them(buffer, received) -> None:
    buffer.add_runs(25 * MS, 'runs')
    buffer.add_patches(75 * MS, 'patches')
    assert received.calls == [('runs', 0.025, 0.025, 0.275), ('patches', 0.075)]


def test_what_overtakes_its_odometry_waits_for_it(buffer, received) -> None:
    buffer.add_patches(150 * MS, 'patches')
    buffer.add_runs(150 * MS, 'runs')
    assert received.calls == [] and buffer.completed_ns == -1
    assert buffer.add_odometry(200 * MS, 0.2, 1.0) == 'behind 0.2'
    assert received.calls == [('runs', 0.15, 0.15, 0.4), ('patches', 0.15)]


@pytest.mark.parametrize(
    'steps, answered_ms',
    [
        (('add_runs',), None),
        (('add_patches',), None),
        (('add_runs', 'add_patches'), 100),
        (('add_patches', 'add_runs'), 100),
    ],
)
def test_an_image_is_answered_with_runs_and_patches(buffer, steps, answered_ms) -> None:
    for step in steps:
        getattr(buffer, step)(100 * MS, step)
    assert buffer.completed_ns == (-1 if answered_ms is None else answered_ms * MS)


def test_a_boom_that_stands_stays_where_it_is(buffer, received) -> None:
    assert buffer.advance_standing() == 'behind 0.1'
    assert not MessageBuffer(received, received, 0).advance_standing().events


@pytest.mark.parametrize('again_ms', [100, 0])
def test_a_tick_that_is_told_once_more_moves_nothing(buffer, again_ms) -> None:
    completed = buffer.add_odometry(again_ms * MS, 5.0, 1.0)
    assert not completed.events and not completed.sections
    assert buffer.now_ns == 100 * MS
