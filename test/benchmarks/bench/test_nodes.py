# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Figures of nodes are what was seen, rightly counted."""

import pytest

from benchmarks.bench import nodes
from benchmarks.bench.nodes import (
    FOR_ALL,
    FOR_MACHINES,
    frame_age_periods,
    node_over_run,
    timer_gap_p95_ms,
)
from benchmarks.bench.rig import Watched


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
    """Have every drive see the same, two outliers in it; return what was asked of each."""
    asked = []
    seen = Watched(
        ages_s=[0.08] * 41,
        runs_s=[0.03] * 39 + [0.0] * 2,
        bare_s=[0.04] * 41,
        gaps_s=[0.021] * 39 + [0.9] * 2,
    )
    monkeypatch.setattr(
        nodes, 'watch', lambda *pattern, **more: asked.append((*pattern, more)) or seen
    )
    return asked


def test_the_age_is_less_the_run_and_in_periods(asked) -> None:
    assert frame_age_periods(0.015, rounds=2).median == pytest.approx(0.05 * 30)
    assert asked == [(0.015, 6, FOR_MACHINES, {})]


def test_the_gap_is_in_milliseconds(asked) -> None:
    assert timer_gap_p95_ms(rounds=2).median == pytest.approx(21)
    assert asked == [(nodes.SLOW_S, 6, FOR_MACHINES, {})]


def test_the_way_is_over_the_bare_run(asked) -> None:
    assert node_over_run(rounds=2).median == pytest.approx(2.0)
    assert asked == [(nodes.SLOW_S, 4, FOR_ALL, {'bare': True})]
