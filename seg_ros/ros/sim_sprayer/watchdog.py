# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Detection of stale odometry and patches, by a steady clock."""

import time


class Watchdog:
    """Reception times of inputs; `open_s` is the time with open nozzles and stale input."""

    def __init__(self, stale_after_s: float) -> None:
        """Start stale, without inputs."""
        self.is_stale = True
        self.silences = 0
        self.open_s = 0.0
        self._stale_after_s = stale_after_s
        self._arrival_s: dict[str, float] = {}
        self._updated_s = time.monotonic()

    def note(self, name: str) -> None:
        """Store the reception time of an input."""
        self._arrival_s[name] = time.monotonic()

    def update(self, required: tuple[str, ...], any_open: bool) -> bool:
        """Check whether any required input is stale; return whether that has changed."""
        now_s = time.monotonic()
        if self.is_stale and any_open:
            self.open_s += now_s - self._updated_s
        self._updated_s = now_s
        is_stale = any(
            now_s - self._arrival_s.get(name, -float('inf')) > self._stale_after_s
            for name in required
        )
        changed = is_stale != self.is_stale
        self.silences += changed and is_stale
        self.is_stale = is_stale
        return changed
