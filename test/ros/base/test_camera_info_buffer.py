# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Calibrations are matched to images by stamp."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from sensor_msgs.msg import CameraInfo

from seg_ros.ros.base.camera_info_buffer import CameraInfoBuffer, KEPT

S = 10**9


def buffer_of(*stamps_s: int) -> CameraInfoBuffer:
    """Return a buffer in which messages of these stamps arrived; the width is the order."""
    node = SimpleNamespace(create_subscription=lambda *pattern: None)
    buffer = CameraInfoBuffer(node)
    for order, stamp_s in enumerate(stamps_s):
        info = CameraInfo(width=order)
        info.header.stamp.sec = stamp_s
        buffer.add(info)
    return buffer


@pytest.mark.parametrize(
    'stamps_s, image_s, width',
    [
        ((5, 6, 7), 6, 1),
        ((5, 6, 7), 9, 2),
        ((5, 9, 7), 8, 2),
        ((5, 6), 4, 1),
        ((0, 0, 0), 7, 2),
    ],
)
def test_the_calibration_of_an_image(stamps_s, image_s: int, width: int) -> None:
    assert buffer_of(*stamps_s).at(image_s * S).width == width


def test_there_is_none_before_the_first() -> None:
    assert buffer_of().at(S) is None and buffer_of().latest is None


def test_old_messages_are_dropped() -> None:
    buffer = buffer_of(*range(KEPT + 5))
    assert buffer.latest.width == KEPT + 4
    assert buffer.at(4 * S).width == KEPT + 4 and buffer.at(5 * S).width == 5
