# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Silence is noticed by a clock of its own, and so is what was open in it."""

from __future__ import annotations

import pytest

from seg_ros.ros.sim import watchdog as watch
from seg_ros.ros.sim_sprayer.watchdog import Watchdog

BOTH = ('odometry', 'patches')


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Return what sets the clock."""

    def set_clock(now_s: float) -> None:
        monkeypatch.setattr(watch.time, 'monotonic', lambda: now_s)

    set_clock(0.0)
    return set_clock


def test_before_anything_was_heard_all_is_silent(at) -> None:
    watch = Watchdog(1.0)
    assert not watch.look(BOTH, False)
    assert watch.is_stale and watch.silences == 0


@pytest.mark.parametrize('silent', BOTH)
def test_both_must_come(at, silent) -> None:
    watch = Watchdog(1.0)
    for what in BOTH:
        watch.hear(what)
    assert watch.look(BOTH, False) and not watch.is_stale
    at(0.9)
    watch.hear(*({*BOTH} - {silent}))
    assert not watch.look(BOTH, True)
    at(1.1)
    assert watch.look(BOTH, True) and watch.is_stale and watch.silences == 1
    watch.hear(silent)
    assert watch.look(BOTH, False) and not watch.is_stale and watch.silences == 1


def test_what_is_open_in_silence_is_counted(at) -> None:
    watch = Watchdog(1.0)
    watch.hear('odometry')
    watch.look(('odometry',), True)
    for now_s, is_open in ((1.5, True), (1.75, True), (2.0, False), (2.5, False)):
        at(now_s)
        watch.look(('odometry',), is_open)
    assert watch.open_s == pytest.approx(0.25)
