# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Findings on masks that do not arrive, cannot be used, or are stale; and the message."""

from __future__ import annotations

import time
from types import SimpleNamespace

from diagnostic_msgs.msg import DiagnosticStatus
import pytest
from std_msgs.msg import Header

from seg_ros.datatypes import Finding
from seg_ros.ros.base.diagnostics import diagnostic_array, mask_findings, Report
from seg_ros.ros.base.frame_statistics import FrameStatistics

MASKS = SimpleNamespace(topic='/mask', best_effort=False)


def findings_of(statistics: FrameStatistics, mute_s: float = 0.0) -> dict[str, Finding]:
    statistics.completed_s = time.monotonic() - mute_s
    found = mask_findings(statistics, MASKS, 0.5)
    return {finding.name: finding for finding in found}


def fresh_statistics() -> FrameStatistics:
    statistics = FrameStatistics(time.monotonic())
    statistics.add_arrival(time.monotonic(), 0.1, 1000)
    return statistics


def test_all_is_well() -> None:
    assert {finding.level for finding in findings_of(fresh_statistics()).values()} == {'ok'}


def test_silence_is_an_error_that_names_the_topic() -> None:
    finding = findings_of(FrameStatistics(time.monotonic() - 9.0))['mask']
    assert finding.level == 'error' and 'no mask on /mask for 9.0 s' in finding.message


@pytest.mark.parametrize('mute_s, level', [(0.1, 'warn'), (0.9, 'error')])
def test_drops_are_an_error_once_nothing_is_published(mute_s: float, level: str) -> None:
    statistics = fresh_statistics()
    statistics.add_rejected('too dark')
    finding = findings_of(statistics, mute_s)['masks']
    assert (finding.level, finding.message) == (level, '1 dropped in a second: too dark')
    assert 'masks' not in findings_of(statistics, mute_s)


def test_stale_masks_are_an_error() -> None:
    statistics = fresh_statistics()
    statistics.stale += 3
    finding = findings_of(statistics)['stale']
    assert finding.level == 'error'
    assert '3 masks in a second were older than 0.5 s' in finding.message


def test_the_worst_finding_is_the_message() -> None:
    findings = (
        Finding('ok', 'camera', 'last image 0.1 s ago'),
        Finding('warn', 'reading', 'two dropped'),
        Finding('error', 'frame age', 'old'),
    )
    report = Report('frames', findings, (('rate hz', '9.9'),))
    status = diagnostic_array(Header().stamp, '/left/seg', [report]).status[0]
    assert (status.level, status.message) == (DiagnosticStatus.ERROR, 'frame age: old')
    assert (status.name, status.hardware_id) == ('left/seg: frames', '/left/seg')
    assert [(value.key, value.value) for value in status.values] == [('rate hz', '9.9')]
