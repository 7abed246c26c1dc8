# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Statistics of frames."""

from seg_ros.ros.base.frame_statistics import FrameStatistics


def test_intervals_begin_with_the_second_image() -> None:
    statistics = FrameStatistics(now_s=5.0)
    assert statistics.arrivals_s[-1] == 5.0 and statistics.intervals_s.tolist() == []
    for now_s in (10.0, 10.5, 12.0):
        statistics.add_arrival(now_s, age_s=0.1, image_bytes=12)
    assert statistics.intervals_s.tolist() == [0.5, 1.5]
    assert (statistics.received, statistics.image_bytes, statistics.age_s) == (3, 12, 0.1)


def test_rejections_are_reported_once() -> None:
    statistics = FrameStatistics(now_s=0.0)
    statistics.add_rejected('no bytes')
    statistics.add_rejected('too few bytes')
    statistics.stale += 1
    assert statistics.since_last_report() == (2, 1)
    assert statistics.since_last_report() == (0, 0)
    assert statistics.rejection == 'too few bytes'
