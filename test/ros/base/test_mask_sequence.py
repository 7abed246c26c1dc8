# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Which mask may follow which."""

from __future__ import annotations

import pytest
from std_msgs.msg import Header

from seg_ros.errors import FrameError
from seg_ros.ros.base.mask_sequence import MaskSequence


def header_of(stamp_ms: int, frame_id: str = 'lens') -> Header:
    header = Header(frame_id=frame_id)
    header.stamp.sec, header.stamp.nanosec = stamp_ms // 1000, stamp_ms % 1000 * 10**6
    return header


@pytest.mark.parametrize(
    'stamp_ms, step_s',
    [
        (5100, 0.1),
        (25000, 20.0),
        (4400, -0.6),
        (0, -5.0),
    ],
)
def test_steps_are_counted_from_the_last_answer(stamp_ms: int, step_s: float) -> None:
    stream = MaskSequence()
    assert stream.step_s(header_of(5000)) == 0.0
    stream.last = header_of(5000)
    assert stream.step_s(header_of(stamp_ms)) == pytest.approx(step_s)


@pytest.mark.parametrize(
    'header, pattern',
    [
        (header_of(5000), 'no later'),
        (header_of(4600), 'no later'),
        (header_of(5100, 'other'), "camera 'other' and those before were of 'lens'"),
    ],
)
def test_late_masks_and_those_of_others_are_refused(header: Header, pattern: str) -> None:
    stream = MaskSequence()
    stream.last = header_of(5000)
    with pytest.raises(FrameError, match=pattern):
        stream.step_s(header)


def test_an_answered_mask_is_known_by_its_stamp() -> None:
    stream = MaskSequence()
    assert not stream.is_repeated(header_of(5000))
    stream.last = header_of(5000)
    assert stream.is_repeated(header_of(5000)) and not stream.is_repeated(header_of(5001))
