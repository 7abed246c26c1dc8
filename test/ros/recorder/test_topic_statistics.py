# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Rates and latencies of a topic, from a few arrivals."""

from seg_ros.ros.recorder.topic_statistics import topic_figures


def test_rate_and_latency() -> None:
    figures = topic_figures('/a', 'x/msg/X', [0, 100_000_000, 200_000_000], [1_000_000] * 3)
    assert (figures.messages, figures.rate_hz) == (3, 10.0)
    assert (figures.latency_median_ms, figures.latency_p95_ms) == (1.0, 1.0)


def test_one_message_has_no_rate_and_no_stamp_no_latency() -> None:
    figures = topic_figures('/a', 'x/msg/X', [5], [])
    assert figures.rate_hz is None
    assert figures.latency_median_ms is None
