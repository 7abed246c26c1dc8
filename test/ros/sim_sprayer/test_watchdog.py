# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Stale input is detected by a steady clock, and the time with open nozzles is counted."""

from __future__ import annotations

import pytest

from seg_ros.ros.sim_sprayer import watchdog as watchdog_module
from seg_ros.ros.sim_sprayer.watchdog import Watchdog

BOTH = ('odometry', 'patches')


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Return a function that sets the clock."""

    def set_clock(now_s: float) -> None:
        monkeypatch.setattr(watchdog_module.time, 'monotonic', lambda: now_s)

    set_clock(0.0)
    return set_clock


def test_inputs_are_stale_at_the_start(at) -> None:
    watchdog = Watchdog(1.0)
    assert not watchdog.update(BOTH, False)
    assert watchdog.is_stale and watchdog.silences == 0


@pytest.mark.parametrize('silent', BOTH)
def test_all_inputs_are_needed(at, silent) -> None:
    watchdog = Watchdog(1.0)
    for what in BOTH:
        watchdog.note(what)
    assert watchdog.update(BOTH, False) and not watchdog.is_stale
    at(0.9)
    watchdog.note(*({*BOTH} - {silent}))
    assert not watchdog.update(BOTH, True)
    at(1.1)
    assert watchdog.update(BOTH, True) and watchdog.is_stale and watchdog.silences == 1
    watchdog.note(silent)
    assert watchdog.update(BOTH, False) and not watchdog.is_stale and watchdog.silences == 1


def test_time_with_open_nozzles_and_stale_input_is_counted(at) -> None:
    watchdog = Watchdog(1.0)
    watchdog.note('odometry')
    watchdog.update(('odometry',), True)
    for now_s, is_open in ((1.5, True), (1.75, True), (2.0, False), (2.5, False)):
        at(now_s)
        watchdog.update(('odometry',), is_open)
    assert watchdog.open_s == pytest.approx(0.25)
