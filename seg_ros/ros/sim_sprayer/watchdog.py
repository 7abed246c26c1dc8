# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Whether odometry and patches still come, by a clock that runs even when the field's stands."""

import time


class Watchdog:
    """Knows when it last heard what; `open_s` is how long nozzles were open in silence."""

    def __init__(self, stale_after_s: float) -> None:
        """Begin silent: nothing has been heard yet."""
        self.is_stale = True
        self.silences = 0
        self.open_s = 0.0
        self._stale_after_s = stale_after_s
        self._heard_s: dict[str, float] = {}
        self._looked_s = time.monotonic()

    def hear(self, what: str) -> None:
        """Note that something came."""
        self._heard_s[what] = time.monotonic()

    def look(self, wanted: tuple[str, ...], any_open: bool) -> bool:
        """Look whether all that is wanted came in time; return whether that has changed."""
        now_s = time.monotonic()
        if self.is_stale and any_open:
            self.open_s += now_s - self._looked_s
        self._looked_s = now_s
        is_stale = any(
            now_s - self._heard_s.get(what, -float('inf')) > self._stale_after_s for what in wanted
        )
        changed = is_stale != self.is_stale
        self.silences += changed and is_stale
        self.is_stale = is_stale
        return changed
