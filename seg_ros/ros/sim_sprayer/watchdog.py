# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Whether odometry and patches still arrive, by a steady clock."""

import time


class Watchdog:
    """Arrival times of inputs; `open_s` is how long nozzles were open while input was stale."""

    def __init__(self, stale_after_s: float) -> None:
        """Begin stale: nothing has arrived yet."""
        self.is_stale = True
        self.silences = 0
        self.open_s = 0.0
        self._stale_after_s = stale_after_s
        self._arrival_s: dict[str, float] = {}
        self._updated_s = time.monotonic()

    def note(self, name: str) -> None:
        """Note that an input arrived."""
        self._arrival_s[name] = time.monotonic()

    def update(self, wanted: tuple[str, ...], any_open: bool) -> bool:
        """Check that all wanted inputs arrived in time; return whether that has changed."""
        now_s = time.monotonic()
        if self.is_stale and any_open:
            self.open_s += now_s - self._updated_s
        self._updated_s = now_s
        is_stale = any(
            now_s - self._arrival_s.get(name, -float('inf')) > self._stale_after_s
            for name in wanted
        )
        changed = is_stale != self.is_stale
        self.silences += changed and is_stale
        self.is_stale = is_stale
        return changed
