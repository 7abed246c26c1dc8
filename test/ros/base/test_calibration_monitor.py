# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A calibration that is refused or doubted is logged once, and told until a better one comes."""

from __future__ import annotations

from contextlib import suppress
from copy import deepcopy

import pytest
from sensor_msgs.msg import CameraInfo

from seg_ros.errors import CalibrationError
from seg_ros.ros.base.calibration_monitor import CalibrationMonitor

GOOD = CameraInfo(
    width=8, height=6, d=[0.0] * 5, k=[10.0, 0.0, 3.5, 0.0, 10.0, 2.5, 0.0, 0.0, 1.0]
)
GOOD.distortion_model = 'plumb_bob'
DOUBTED = CameraInfo(width=8, height=6, distortion_model='plumb_bob', d=[0.1] * 8, k=GOOD.k)


class Log(list):
    """A logger that keeps what it is told."""

    def error(self, text: str, throttle_duration_sec: float) -> None:
        """Keep an error."""
        self.append(('error', text))

    def warning(self, text: str, throttle_duration_sec: float) -> None:
        """Keep a warning."""
        self.append(('warn', text))


def watch(monitor: CalibrationMonitor, info: CameraInfo, refusal: str = '') -> str:
    """Use a calibration, or refuse it; return the level of the report."""
    with suppress(CalibrationError), monitor.watch(info):
        if refusal:
            raise CalibrationError(refusal)
    return monitor.report.level


def test_a_refusal_is_logged_once_and_told_until_a_better_calibration_comes() -> None:
    log = Log()
    monitor = CalibrationMonitor(log, rectified=False)
    assert monitor.report.level == 'ok'
    assert [watch(monitor, GOOD, 'fx is 0') for _ in range(3)] == ['error'] * 3
    assert monitor.report.message == 'calibration: fx is 0'
    assert log == [('error', 'masks are dropped: fx is 0')]
    assert watch(monitor, GOOD) == 'ok' and len(log) == 1


def test_a_doubt_is_logged_once() -> None:
    log = Log()
    monitor = CalibrationMonitor(log, rectified=False)
    assert [watch(monitor, DOUBTED) for _ in range(3)] == ['warn'] * 3
    assert [level for level, _ in log] == ['warn'] and 'got 8' in monitor.report.message


def test_other_errors_pass_and_change_nothing() -> None:
    monitor = CalibrationMonitor(Log(), rectified=False)
    with pytest.raises(ZeroDivisionError), monitor.watch(GOOD):
        _ = 1 // 0
    assert monitor.report.level == 'ok'


def test_a_change_is_logged_once() -> None:
    log = Log()
    monitor = CalibrationMonitor(log, rectified=False)
    other = deepcopy(GOOD)
    other.header.stamp.sec = 1
    assert watch(monitor, GOOD) == watch(monitor, other) == 'ok' and log == []
    other.k[0] = 12.0
    assert watch(monitor, other) == watch(monitor, other) == 'ok'
    assert len(log) == 1 and 'camera_info has changed, now 8 x 6 px, fx 12, fy 10' in log[0][1]


def test_a_calibration_of_another_image_is_a_warning_where_it_is_used_all_the_same() -> None:
    log = Log()
    monitor = CalibrationMonitor(log, rectified=False)
    monitor.accept(GOOD, 'another image')
    assert monitor.report.level == 'warn' and log == [('warn', 'another image')]
