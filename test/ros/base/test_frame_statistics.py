# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The log tells what became of the frames."""

from seg_ros.ros.base.frame_statistics import FrameStatistics


def test_intervals_begin_with_the_second_image() -> None:
    log = FrameStatistics(now_s=5.0)
    assert log.arrivals_s[-1] == 5.0 and log.intervals_s.tolist() == []
    for now_s in (10.0, 10.5, 12.0):
        log.arrived(now_s, age_s=0.1, image_bytes=12)
    assert log.intervals_s.tolist() == [0.5, 1.5]
    assert (log.received, log.image_bytes, log.age_s) == (3, 12, 0.1)


def test_news_are_told_once() -> None:
    log = FrameStatistics(now_s=0.0)
    log.refused('no bytes')
    log.refused('too few bytes')
    log.stale += 1
    assert log.news() == (2, 1)
    assert log.news() == (0, 0)
    assert log.complaint == 'too few bytes'
