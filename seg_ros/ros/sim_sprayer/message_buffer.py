# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Runs and patches that arrive in any order, delivered with their position on the field."""

from bisect import bisect_left
from collections import deque

from seg_ros.datatypes import Patches, SprayRuns
from seg_ros.sim.scoring.patch_evaluation import PatchEvaluation
from seg_ros.sim.sprayer import Completed, SimSprayer

TICKS_KEPT = 1000


class MessageBuffer:
    """
    Messages between topics and a simulated sprayer; times are simulated nanoseconds.

    A plan becomes known `latency_ns` after the capture of its image, or on arrival when that is
    later. `now_ns` is the newest tick of odometry.
    """

    def __init__(self, sprayer: SimSprayer, evaluation: PatchEvaluation, latency_ns: int) -> None:
        """Begin before the first tick."""
        self.now_ns = -1
        self._sprayer, self._evaluation, self._latency_ns = sprayer, evaluation, latency_ns
        self._positions: deque[tuple[int, float]] = deque(maxlen=TICKS_KEPT)
        self._runs: dict[int, SprayRuns] = {}
        self._patches: dict[int, Patches] = {}
        self._runs_ns = self._patches_ns = -1

    @property
    def completed_ns(self) -> int:
        """Return the newest image whose position, runs and patches are known; -1 before any."""
        return min(self._runs_ns, self._patches_ns)

    def add_odometry(self, time_ns: int, position_m: float, speed_mps: float) -> Completed:
        """Advance the sprayer to an odometry message; an older or repeated one changes nothing."""
        if time_ns <= self.now_ns:
            return Completed()
        self._positions.append((time_ns, position_m))
        self.now_ns = time_ns
        self._deliver()
        return self._sprayer.advance(time_ns * 1e-9, position_m, speed_mps)

    def advance_standing(self) -> Completed:
        """Let the sprayer apply its switches while no odometry comes."""
        if not self._positions:
            return Completed()
        return self._sprayer.advance(self.now_ns * 1e-9, self._positions[-1][1], 0.0)

    def add_runs(self, stamp_ns: int, runs: SprayRuns) -> None:
        """Take the runs of an image, relative to the vehicle at the stamp."""
        self._runs[stamp_ns] = runs
        self._deliver()

    def add_patches(self, stamp_ns: int, patches: Patches) -> None:
        """Take the patches of an image."""
        self._patches[stamp_ns] = patches
        self._deliver()

    def _deliver(self) -> None:
        """Deliver the runs and patches whose position is known by now."""
        for stamp_ns in sorted(self._runs):
            if stamp_ns <= self.now_ns:
                known_ns = max(stamp_ns + self._latency_ns, self.now_ns)
                self._sprayer.receive(
                    stamp_ns * 1e-9,
                    self._position_m(stamp_ns),
                    self._runs.pop(stamp_ns),
                    known_ns * 1e-9,
                )
                self._runs_ns = stamp_ns
        for stamp_ns in sorted(self._patches):
            if stamp_ns <= self.now_ns:
                self._evaluation.add_frame(self._position_m(stamp_ns), self._patches.pop(stamp_ns))
                self._patches_ns = stamp_ns

    def _position_m(self, time_ns: int) -> float:
        """Return where the vehicle was, between the two nearest ticks."""
        after = bisect_left(self._positions, (time_ns,))
        start_ns, start_m = self._positions[max(after - 1, 0)]
        stop_ns, stop_m = self._positions[after]
        share = (time_ns - start_ns) / (stop_ns - start_ns) if stop_ns > start_ns else 0.0
        return start_m + share * (stop_m - start_m)
