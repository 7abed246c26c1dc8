# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What is said of masks that do not come, cannot be used, or are too old."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from seg_ros.datatypes import Finding
from seg_ros.ros.base.frame_statistics import FrameStatistics
from seg_ros.ros.base.mask_report import mask_findings

MASKS = SimpleNamespace(topic='/mask', best_effort=False)


def findings_of(log: FrameStatistics, mute_s: float = 0.0) -> dict[str, Finding]:
    found = mask_findings(log, MASKS, 0.5, time.monotonic() - mute_s)
    return {finding.name: finding for finding in found}


def fresh_log() -> FrameStatistics:
    log = FrameStatistics(time.monotonic())
    log.arrived(time.monotonic(), 0.1, 1000)
    return log


def test_all_is_well() -> None:
    assert {finding.level for finding in findings_of(fresh_log()).values()} == {'ok'}


def test_silence_is_an_error_that_names_the_topic() -> None:
    finding = findings_of(FrameStatistics(time.monotonic() - 9.0))['mask']
    assert finding.level == 'error' and 'no mask on /mask for 9.0 s' in finding.message


@pytest.mark.parametrize('mute_s, level', [(0.1, 'warn'), (0.9, 'error')])
def test_drops_are_an_error_once_nothing_is_answered(mute_s: float, level: str) -> None:
    log = fresh_log()
    log.refused('too dark')
    finding = findings_of(log, mute_s)['masks']
    assert (finding.level, finding.message) == (level, '1 dropped in a second: too dark')
    assert 'masks' not in findings_of(log, mute_s)


def test_stale_masks_are_an_error() -> None:
    log = fresh_log()
    log.stale += 3
    finding = findings_of(log)['answers']
    assert finding.level == 'error'
    assert '3 masks in a second were older than 0.5 s' in finding.message
