# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever arrives first, sprayer and judge get it with its place, and when it is due."""

from __future__ import annotations

import pytest

from seg_ros.ros.sim_sprayer.message_buffer import MessageBuffer

MS = 1_000_000


class Heard:
    """Stands for sprayer and judge, and remembers what it was told."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.words = []

    def receive(self, stamp_s: float, position_m: float, runs: str, now_s: float) -> None:
        """Remember a plan."""
        self.words.append((runs, *(round(value, 6) for value in (stamp_s, position_m, now_s))))

    def advance(self, time_s: float, position_m: float, speed_mps: float) -> str:
        """Remember nothing."""
        return f'behind {position_m}'

    def look(self, position_m: float, patches: str) -> None:
        """Remember what was seen."""
        self.words.append((patches, round(position_m, 6)))


@pytest.fixture
def heard() -> Heard:
    """Return an ear."""
    return Heard()


@pytest.fixture
def timeline(heard: Heard) -> MessageBuffer:
    """Return a timeline with a latency of 250 ms, after ticks at 0 and 100 ms, 1 m/s."""
    timeline = MessageBuffer(heard, heard, 250 * MS)
    for tick in (0, 100):
        timeline.move(tick * MS, tick / 1000.0, 1.0)
    return timeline


def test_a_plan_becomes_known_its_latency_after_the_capture(timeline, heard) -> None:
    timeline.plan(100 * MS, 'runs')
    assert heard.words == [('runs', 0.1, 0.1, 0.35)]


def test_a_plan_that_comes_later_than_that_becomes_known_on_arrival(timeline, heard) -> None:
    timeline.move(900 * MS, 0.9, 1.0)
    timeline.plan(100 * MS, 'runs')
    assert heard.words == [('runs', 0.1, 0.1, 0.9)]


def test_a_capture_between_two_ticks_has_its_place_between_them(timeline, heard) -> None:
    timeline.plan(25 * MS, 'runs')
    timeline.look(75 * MS, 'patches')
    assert heard.words == [('runs', 0.025, 0.025, 0.275), ('patches', 0.075)]


def test_what_overtakes_its_odometry_waits_for_it(timeline, heard) -> None:
    timeline.look(150 * MS, 'patches')
    timeline.plan(150 * MS, 'runs')
    assert heard.words == [] and timeline.answered_ns == -1
    assert timeline.move(200 * MS, 0.2, 1.0) == 'behind 0.2'
    assert heard.words == [('runs', 0.15, 0.15, 0.4), ('patches', 0.15)]


@pytest.mark.parametrize(
    'steps, answered_ms',
    [
        (('plan',), None),
        (('look',), None),
        (('plan', 'look'), 100),
        (('look', 'plan'), 100),
    ],
)
def test_an_image_is_answered_with_runs_and_patches(timeline, steps, answered_ms) -> None:
    for step in steps:
        getattr(timeline, step)(100 * MS, step)
    assert timeline.answered_ns == (-1 if answered_ms is None else answered_ms * MS)


def test_a_boom_that_stands_stays_where_it_is(timeline, heard) -> None:
    assert timeline.stand() == 'behind 0.1'
    assert not MessageBuffer(heard, heard, 0).stand().openings


@pytest.mark.parametrize('again_ms', [100, 0])
def test_a_tick_that_is_told_once_more_moves_nothing(timeline, again_ms) -> None:
    behind = timeline.move(again_ms * MS, 5.0, 1.0)
    assert not behind.openings and not behind.stretches
    assert timeline.now_ns == 100 * MS
