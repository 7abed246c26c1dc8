# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What became of the frames, as the thread that receives and the one that segments tell it."""

from collections import deque
from collections.abc import Collection

import numpy as np

WINDOW = 100


class FrameStatistics:
    """Counts since activation, and the last intervals and latencies; times in seconds."""

    def __init__(self, now_s: float) -> None:
        """Start at this time of a steady clock, as if an image had just come."""
        self.arrivals_s = deque([now_s], maxlen=WINDOW + 1)
        self.latencies_s = deque(maxlen=WINDOW)
        self.age_s = 0.0
        self.image_bytes = 0
        self.received = 0
        self.superseded = 0
        self.unreadable = 0
        self.stale = 0
        self.published = 0
        self.complaint = ''
        self._told = (0, 0)

    def arrived(self, now_s: float, age_s: float, image_bytes: int) -> None:
        """Note an image: when it came, how old it was by its stamp, and its size."""
        if self.received == 0:
            self.arrivals_s.clear()
        self.arrivals_s.append(now_s)
        self.received += 1
        self.age_s = age_s
        self.image_bytes = image_bytes

    def answered(self, latency_s: float) -> None:
        """Note a frame that was published, and the time since its stamp."""
        self.published += 1
        self.latencies_s.append(latency_s)

    def refused(self, complaint: str) -> None:
        """Note a frame that could not be read, and why."""
        self.unreadable += 1
        self.complaint = complaint

    @property
    def intervals_s(self) -> np.ndarray:
        """Return the last intervals between arrivals."""
        return np.diff(list(self.arrivals_s))

    def news(self) -> tuple[int, int]:
        """Return how many frames were unreadable, and how many stale, since the last call."""
        before, self._told = self._told, (self.unreadable, self.stale)
        return self._told[0] - before[0], self._told[1] - before[1]

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """Return all figures in words, as (name, value)."""
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


def percentile_ms(durations_s: Collection[float], share: float) -> str:
    """Return a percentile of durations in words; a dash where there is none."""
    return f'{np.percentile(durations_s, share) * 1e3:.1f}' if durations_s else '-'
