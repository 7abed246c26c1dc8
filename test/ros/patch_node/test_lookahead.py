# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The look-ahead as it is assumed, and as the stream of frames turns out to be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from seg_ros.parameters import PatchNodeParameters
from seg_ros.patches.lookahead import Lookahead
from seg_ros.ros.base.frame_statistics import FrameStatistics
from seg_ros.ros.patch_node.lookahead import lookahead_report, lookahead_text

LOOKAHEAD = Lookahead(
    distance_m=1.0, latency_s=0.1, rate_hz=10.0, patch_length_m=0.25, margin_m=0.05
)


def log_of(count: int, latency_s: float) -> FrameStatistics:
    """Return the log of so many frames at 10 Hz."""
    log = FrameStatistics(0.0)
    for frame in range(count):
        log.add_arrival(0.1 * frame, 0.0, 0)
        log.add_published(latency_s, 0.0)
    return log


def test_text() -> None:
    assert lookahead_text(LOOKAHEAD) == '1.00 m: up to 3.50 m/s at 100 ms and 10 images/s'


@pytest.mark.parametrize(
    'count, latency_s, speed_mps, level',
    [
        (30, 0.1, 3.4, 'ok'),
        (30, 0.1, 3.6, 'warn'),
        (30, 0.6, 1.1, 'warn'),
        (30, 0.6, 0.0, 'ok'),
        (10, 0.6, 1.1, 'ok'),
    ],
)
def test_it_warns_when_what_is_measured_does_not_suffice(
    count: int, latency_s: float, speed_mps: float, level: str
) -> None:
    node = PatchNodeParameters(speed_mps=speed_mps)
    report = lookahead_report(LOOKAHEAD, log_of(count, latency_s), node)
    assert report.level == level
    assert ('speed_mps' in report.message) == (level == 'warn')
    assert dict(report.values)['assumed'].startswith('1.00 m')


@pytest.mark.parametrize('motion, level', [('odometry', 'warn'), ('still', 'ok')])
def test_a_boom_that_is_not_in_view_is_reported_unless_nothing_moves(
    motion: str, level: str
) -> None:
    unseen = replace(LOOKAHEAD, distance_m=0.0)
    report = lookahead_report(unseen, log_of(0, 0.1), PatchNodeParameters(motion=motion))
    assert report.level == level
    assert ('every nozzle' in report.message) == (level == 'warn')
