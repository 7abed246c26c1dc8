# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What is wrong with the calibrations of a camera, logged once and kept for diagnostics."""

from collections.abc import Iterator
from contextlib import contextmanager

from rclpy.impl.rcutils_logger import RcutilsLogger
from sensor_msgs.msg import CameraInfo

from seg_ros.datatypes import Finding
from seg_ros.errors import CalibrationError
from seg_ros.ros.base.diagnostics import Report
from seg_ros.ros.conversions.camera_info import calibration_doubts

LOG_EVERY_S = 5.0
"""Two publishers of different calibrations would alternate, from message to message."""


class CalibrationMonitor:
    """Watches the use of calibrations; `report` is about the one that came last."""

    def __init__(self, log: RcutilsLogger, rectified: bool) -> None:
        """Know of no calibration yet; `rectified` uses P and no distortion."""
        self._log, self._rectified = log, rectified
        self._finding = Finding('ok', 'calibration', 'none in use yet')

    @property
    def report(self) -> Report:
        """Return the status `camera_info`."""
        return Report('camera_info', (self._finding,))

    @contextmanager
    def watch(self, info: CameraInfo) -> Iterator[None]:
        """Take a calibration as used where the context ends, as refused on CalibrationError."""
        try:
            yield
        except CalibrationError as error:
            if self._is_new('error', str(error)):
                self._log.error(f'masks are dropped: {error}', throttle_duration_sec=LOG_EVERY_S)
            raise
        doubts = '; '.join(calibration_doubts(info, self._rectified))
        if not doubts:
            self._is_new('ok', f'{info.width} x {info.height} px')
        elif self._is_new('warn', doubts):
            self._log.warning(doubts, throttle_duration_sec=LOG_EVERY_S)

    def _is_new(self, level: str, message: str) -> bool:
        before, self._finding = self._finding, Finding(level, 'calibration', message)
        return self._finding != before
