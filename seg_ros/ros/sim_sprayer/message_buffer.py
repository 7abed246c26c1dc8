# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What arrives in any order, handed to sprayer and judge with its place on the field."""

from bisect import bisect_left
from collections import deque

from seg_ros.datatypes import Patches, SprayRuns
from seg_ros.sim.scoring.patch_evaluation import PatchEvaluation
from seg_ros.sim.sprayer import Behind, SimSprayer

TICKS_KEPT = 1000


class MessageBuffer:
    """
    Between topics and a boom; times are nanoseconds of the field.

    A plan becomes known `latency_ns` after the capture of its image, or on arrival when that is
    later. `now_ns` is the newest tick of odometry.
    """

    def __init__(self, sprayer: SimSprayer, judge: PatchEvaluation, latency_ns: int) -> None:
        """Begin before the first tick."""
        self.now_ns = -1
        self._sprayer, self._judge, self._latency_ns = sprayer, judge, latency_ns
        self._places: deque[tuple[int, float]] = deque(maxlen=TICKS_KEPT)
        self._plans: dict[int, SprayRuns] = {}
        self._patches: dict[int, Patches] = {}
        self._planned_ns = self._judged_ns = -1

    @property
    def answered_ns(self) -> int:
        """Return the newest image of which place, runs and patches are here; -1 before any."""
        return min(self._planned_ns, self._judged_ns)

    def move(self, time_ns: int, position_m: float, speed_mps: float) -> Behind:
        """Let the boom go on to a tick of odometry; one that is told once more is nothing new."""
        if time_ns <= self.now_ns:
            return Behind()
        self._places.append((time_ns, position_m))
        self.now_ns = time_ns
        self._pass_on()
        return self._sprayer.advance(time_ns * 1e-9, position_m, speed_mps)

    def stand(self) -> Behind:
        """Let the boom follow its switches although no odometry comes."""
        if not self._places:
            return Behind()
        return self._sprayer.advance(self.now_ns * 1e-9, self._places[-1][1], 0.0)

    def plan(self, stamp_ns: int, runs: SprayRuns) -> None:
        """Take what is to be sprayed, as seen from where the vehicle was at the stamp."""
        self._plans[stamp_ns] = runs
        self._pass_on()

    def look(self, stamp_ns: int, patches: Patches) -> None:
        """Take the patches of an image."""
        self._patches[stamp_ns] = patches
        self._pass_on()

    def _pass_on(self) -> None:
        """Hand over what was seen from a place that is known by now."""
        for stamp_ns in sorted(self._plans):
            if stamp_ns <= self.now_ns:
                known_ns = max(stamp_ns + self._latency_ns, self.now_ns)
                self._sprayer.receive(
                    stamp_ns * 1e-9,
                    self._position_m(stamp_ns),
                    self._plans.pop(stamp_ns),
                    known_ns * 1e-9,
                )
                self._planned_ns = stamp_ns
        for stamp_ns in sorted(self._patches):
            if stamp_ns <= self.now_ns:
                self._judge.look(self._position_m(stamp_ns), self._patches.pop(stamp_ns))
                self._judged_ns = stamp_ns

    def _position_m(self, time_ns: int) -> float:
        """Return where the vehicle was, between the two nearest ticks."""
        after = bisect_left(self._places, (time_ns,))
        start_ns, start_m = self._places[max(after - 1, 0)]
        stop_ns, stop_m = self._places[after]
        share = (time_ns - start_ns) / (stop_ns - start_ns) if stop_ns > start_ns else 0.0
        return start_m + share * (stop_m - start_m)
