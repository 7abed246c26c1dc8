# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Counts and latencies of the frames of an active node, for its diagnostics."""

from collections import deque
from collections.abc import Collection

import numpy as np

WINDOW = 100


class FrameStatistics:
    """
    Counts since activation, and the last intervals and latencies; times in seconds.

    `completed_s` is the time by a steady clock at which a frame was last published, or was
    processed with nothing to publish; at first that of activation. The receiving thread and the
    frame worker both write, each its own fields.
    """

    def __init__(self, now_s: float) -> None:
        """Start at this time of a steady clock, as if an image had just arrived."""
        self.arrivals_s: deque[float] = deque([now_s], maxlen=WINDOW + 1)
        self.latencies_s: deque[float] = deque(maxlen=WINDOW)
        self.completed_s = now_s
        self.age_s = 0.0
        self.image_bytes = 0
        self.received = 0
        self.superseded = 0
        self.unreadable = 0
        self.stale = 0
        self.published = 0
        self.rejection = ''
        self._reported = (0, 0)

    def add_arrival(self, now_s: float, age_s: float, image_bytes: int) -> None:
        """Count an image: when it arrived, its age by its stamp, and its size."""
        if self.received == 0:
            self.arrivals_s.clear()
        self.arrivals_s.append(now_s)
        self.received += 1
        self.age_s = age_s
        self.image_bytes = image_bytes

    def add_published(self, latency_s: float, now_s: float) -> None:
        """Count a frame that was published, and the time since its stamp."""
        self.published += 1
        self.latencies_s.append(latency_s)
        self.completed_s = now_s

    def add_rejected(self, reason: str) -> None:
        """Count a frame that could not be used, and keep the reason."""
        self.unreadable += 1
        self.rejection = reason

    @property
    def intervals_s(self) -> np.ndarray:
        """Return the last intervals between arrivals, (N,) float64."""
        return np.diff(list(self.arrivals_s))

    def since_last_report(self) -> tuple[int, int]:
        """Return how many frames were unreadable, and how many stale, since the last call."""
        before, self._reported = self._reported, (self.unreadable, self.stale)
        return self._reported[0] - before[0], self._reported[1] - before[1]

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """Return all figures as (name, text), for diagnostics."""
        intervals_s = self.intervals_s
        rate_hz = 1.0 / np.mean(intervals_s) if len(intervals_s) else 0.0
        latencies_s = list(self.latencies_s)
        return (
            ('rate hz', f'{rate_hz:.1f}'),
            ('age ms', f'{self.age_s * 1e3:.1f}'),
            ('latency median ms', percentile_ms(latencies_s, 50)),
            ('latency p95 ms', percentile_ms(latencies_s, 95)),
            ('received', str(self.received)),
            ('published', str(self.published)),
            ('superseded by a newer one', str(self.superseded)),
            ('unreadable', str(self.unreadable)),
            ('stale', str(self.stale)),
        )


def percentile_ms(durations_s: Collection[float], percent: float) -> str:
    """Return a percentile of durations as text in milliseconds; a dash where there is none."""
    return f'{np.percentile(list(durations_s), percent) * 1e3:.1f}' if durations_s else '-'
