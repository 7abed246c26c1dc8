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
        self._facts: tuple | None = None

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
        self.accept(info)

    def accept(self, info: CameraInfo, misfit: str = '') -> None:
        """Take a calibration as used, with a warning of `misfit` and of what is suspicious."""
        facts = _facts(info)
        if self._facts not in (None, facts):
            self._log.warning(
                f'camera_info has changed, now {_text(info)}', throttle_duration_sec=LOG_EVERY_S
            )
        self._facts = facts
        doubts = '; '.join(filter(None, (misfit, *calibration_doubts(info, self._rectified))))
        if not doubts:
            self._is_new('ok', _text(info))
        elif self._is_new('warn', doubts):
            self._log.warning(doubts, throttle_duration_sec=LOG_EVERY_S)

    def _is_new(self, level: str, message: str) -> bool:
        before, self._finding = self._finding, Finding(level, 'calibration', message)
        return self._finding != before


def _facts(info: CameraInfo) -> tuple:
    """Return all that a calibration says, without its header."""
    roi = info.roi
    return (
        (info.height, info.width, info.binning_x, info.binning_y),
        (roi.x_offset, roi.y_offset, roi.height, roi.width),
        (info.distortion_model, *info.d),
        (*info.k, *info.p),
    )


def _text(info: CameraInfo) -> str:
    k = info.k
    return (
        f'{info.width} x {info.height} px, fx {k[0]:g}, fy {k[4]:g}, cx {k[2]:g}, cy {k[5]:g}, '
        f'{info.distortion_model or "no distortion"}'
    )
