# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Runs and patches reach sprayer and evaluation with their position, in any order."""

from __future__ import annotations

import pytest

from seg_ros.ros.sim_sprayer.message_buffer import MessageBuffer

MS = 1_000_000


class Receiver:
    """Replaces sprayer and evaluation, and stores the calls."""

    def __init__(self) -> None:
        """Start without calls."""
        self.calls = []

    def receive(self, stamp_s: float, position_m: float, runs: str, now_s: float) -> None:
        """Store runs."""
        self.calls.append((runs, *(round(value, 6) for value in (stamp_s, position_m, now_s))))

    def advance(self, time_s: float, position_m: float, speed_mps: float) -> str:
        """Do nothing."""
        return f'behind {position_m}'

    def add_frame(self, position_m: float, patches: str) -> None:
        """Store patches."""
        self.calls.append((patches, round(position_m, 6)))


@pytest.fixture
def received() -> Receiver:
    """Return an instance."""
    return Receiver()


@pytest.fixture
def buffer(received: Receiver) -> MessageBuffer:
    """Return a buffer with a latency of 250 ms, after ticks at 0 and 100 ms, 1 m/s."""
    buffer = MessageBuffer(received, received, 250 * MS)
    for tick in (0, 100):
        buffer.add_odometry(tick * MS, tick / 1000.0, 1.0)
    return buffer


def test_runs_are_received_after_the_latency(buffer, received) -> None:
    buffer.add_runs(100 * MS, 'runs')
    assert received.calls == [('runs', 0.1, 0.1, 0.35)]


def test_late_runs_are_received_on_arrival(buffer, received) -> None:
    buffer.add_odometry(900 * MS, 0.9, 1.0)
    buffer.add_runs(100 * MS, 'runs')
    assert received.calls == [('runs', 0.1, 0.1, 0.9)]


def test_positions_are_interpolated_between_odometry(buffer, received) -> None:
    buffer.add_runs(25 * MS, 'runs')
    buffer.add_patches(75 * MS, 'patches')
    assert received.calls == [('runs', 0.025, 0.025, 0.275), ('patches', 0.075)]


def test_runs_wait_for_their_odometry(buffer, received) -> None:
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
def test_a_stamp_is_completed_by_runs_and_patches(buffer, steps, answered_ms) -> None:
    for step in steps:
        getattr(buffer, step)(100 * MS, step)
    assert buffer.completed_ns == (-1 if answered_ms is None else answered_ms * MS)


def test_a_standing_boom_does_not_move(buffer, received) -> None:
    assert buffer.advance_standing() == 'behind 0.1'
    assert not MessageBuffer(received, received, 0).advance_standing().events


@pytest.mark.parametrize('again_ms', [100, 0])
def test_repeated_odometry_is_ignored(buffer, again_ms) -> None:
    completed = buffer.add_odometry(again_ms * MS, 5.0, 1.0)
    assert not completed.events and not completed.sections
    assert buffer.now_ns == 100 * MS
