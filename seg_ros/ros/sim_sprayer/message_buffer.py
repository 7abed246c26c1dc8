# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Buffer that matches runs and patches with the vehicle position of their image."""

from bisect import bisect_left
from collections import deque

from seg_ros.datatypes import Patches, SprayRuns
from seg_ros.sim.scoring.patch_evaluation import PatchEvaluation
from seg_ros.sim.sprayer import Completed, SimSprayer

ODOMETRY_BUFFER_SIZE = 1000


class MessageBuffer:
    """
    Buffers messages for the simulated sprayer; times are simulated nanoseconds.

    The sprayer receives runs `latency_ns` after the capture of their image, or on reception if
    that is later. `now_ns` is the time of the newest odometry.
    """

    def __init__(self, sprayer: SimSprayer, evaluation: PatchEvaluation, latency_ns: int) -> None:
        """Start without odometry."""
        self.now_ns = -1
        self._sprayer, self._evaluation, self._latency_ns = sprayer, evaluation, latency_ns
        self._positions: deque[tuple[int, float]] = deque(maxlen=ODOMETRY_BUFFER_SIZE)
        self._runs: dict[int, SprayRuns] = {}
        self._patches: dict[int, Patches] = {}
        self._runs_ns = self._patches_ns = -1

    @property
    def completed_ns(self) -> int:
        """Return the newest stamp with position, runs and patches; -1 without any."""
        return min(self._runs_ns, self._patches_ns)

    def add_odometry(self, time_ns: int, position_m: float, speed_mps: float) -> Completed:
        """Advance the sprayer to an odometry message; older or repeated ones are ignored."""
        if time_ns <= self.now_ns:
            return Completed()
        self._positions.append((time_ns, position_m))
        self.now_ns = time_ns
        self._deliver()
        return self._sprayer.advance(time_ns * 1e-9, position_m, speed_mps)

    def advance_standing(self) -> Completed:
        """Apply changed modes and sections of the sprayer while no odometry is received."""
        if not self._positions:
            return Completed()
        return self._sprayer.advance(self.now_ns * 1e-9, self._positions[-1][1], 0.0)

    def add_runs(self, stamp_ns: int, runs: SprayRuns) -> None:
        """Add the runs of an image, relative to the vehicle at the stamp."""
        self._runs[stamp_ns] = runs
        self._deliver()

    def add_patches(self, stamp_ns: int, patches: Patches) -> None:
        """Add the patches of an image."""
        self._patches[stamp_ns] = patches
        self._deliver()

    def _deliver(self) -> None:
        """Pass on the runs and patches whose position is known."""
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
        """Return the vehicle position, interpolated between odometry messages."""
        after = bisect_left(self._positions, (time_ns,))
        start_ns, start_m = self._positions[max(after - 1, 0)]
        stop_ns, stop_m = self._positions[after]
        share = (time_ns - start_ns) / (stop_ns - start_ns) if stop_ns > start_ns else 0.0
        return start_m + share * (stop_m - start_m)
