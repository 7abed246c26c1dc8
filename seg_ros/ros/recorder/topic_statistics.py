# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Rate and latency of recorded topics."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class TopicFigures:
    """
    Number of messages, rate and latency of one topic.

    Latency counts from the stamp, or with simulated time from the first message of that stamp; it
    is None without a stamp; the rate is None for one message.
    """

    topic: str
    type: str
    messages: int
    rate_hz: float | None
    latency_median_ms: float | None
    latency_p95_ms: float | None


def topic_figures(
    topic: str, kind: str, arrivals_ns: list[int], latencies_ns: list[int]
) -> TopicFigures:
    """Return the figures of a topic from its arrival times and latencies in nanoseconds."""
    span_s = (arrivals_ns[-1] - arrivals_ns[0]) * 1e-9
    latencies_ms = np.array(latencies_ns) * 1e-6
    return TopicFigures(
        topic=topic,
        type=kind,
        messages=len(arrivals_ns),
        rate_hz=(len(arrivals_ns) - 1) / span_s if span_s > 0 else None,
        latency_median_ms=float(np.median(latencies_ms)) if latencies_ns else None,
        latency_p95_ms=float(np.percentile(latencies_ms, 95)) if latencies_ns else None,
    )
