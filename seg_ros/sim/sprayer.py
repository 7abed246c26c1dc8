# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated sprayer: controller, valves and score of a boom."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from seg_ros.datatypes import SprayRuns
from seg_ros.sim.controller import Controller
from seg_ros.sim.scenario import Scenario
from seg_ros.sim.scoring.score import ScoredSection, Scorer, SprayScore
from seg_ros.sim.trajectory import PathSegment
from seg_ros.sim.valves import ValveEvent, Valves

STALE_AFTER_S = 1.0
"""Runs older than this, by stamp or by arrival, are not sprayed, unless the latency is longer."""

SLOWEST_MPS = 0.1
"""Below this the vehicle stands: only mode test sprays."""


class _Message(NamedTuple):
    now_s: float
    stamp_s: float
    position_m: float
    runs: SprayRuns


@dataclass(frozen=True, eq=False)
class Completed:
    """Completed since the last advance: valve openings that ended, and sections scored."""

    events: tuple[ValveEvent, ...] = ()
    sections: tuple[ScoredSection, ...] = ()


class SimSprayer:
    """
    Controller, valves and score of a boom over a field.

    Nothing opens before `armed` is set. `mode` is off, spot (as the runs say), broadcast
    (everything, whatever the runs say) or test (`test_nozzle` alone, standing or not); `sections`
    (count,) bool are enabled in every mode. Spot closes all nozzles while runs are stale, the
    vehicle stands, or `source_active` says that the node that publishes the runs is inactive.
    """

    def __init__(self, scenario: Scenario) -> None:
        """Begin disarmed, with all sections on."""
        self.armed = False
        self.mode = scenario.parameters.mode
        self.test_nozzle = 0
        self.sections = np.ones(scenario.boom.count, bool)
        self.source_active = True
        self._controller = Controller(scenario.boom.count, scenario.nozzles)
        self._valves = Valves(scenario.boom.count, scenario.nozzles)
        self._scorer = Scorer(scenario)
        self._counted = scenario.counted
        latency_s = scenario.parameters.latency_s + 2.0 / scenario.parameters.rate_hz
        self._stale_after_s = max(STALE_AFTER_S, latency_s)
        self._pending: list[_Message] = []
        self._stamp_s = self._stale_at_s = -np.inf
        self._late = 0
        self._last: tuple[float, float] | None = None

    @property
    def nozzles(self) -> np.ndarray:
        """Return (count,) bool: the nozzles that are commanded open."""
        return self._controller.is_open

    def receive(self, stamp_s: float, position_m: float, runs: SprayRuns, now_s: float) -> None:
        """
        Take runs that become known at `now_s`, and replace those known before.

        They are in the base frame at `stamp_s`, when the vehicle was at `position_m`.
        """
        self._pending.append(_Message(now_s, stamp_s, position_m, runs))

    def advance(self, time_s: float, position_m: float, speed_mps: float) -> Completed:
        """Advance to a time and position, spray on the way, and return what was completed."""
        events = []
        if self._last is not None:
            segment = PathSegment(self._last[0], time_s, self._last[1], position_m, speed_mps)
            while self._pending and self._pending[0].now_s <= time_s:
                message = self._pending.pop(0)
                before, segment = segment.split(max(message.now_s, segment.start_s))
                events += self._drive(before)
                self._take(message)
            events += self._drive(segment)
        self._last = (time_s, position_m)
        for event in events:
            self._scorer.add(event)
        sections = self._scorer.score_sections(position_m, self._valves.running)
        return Completed(tuple(events), tuple(sections))

    def close_all(self) -> None:
        """Close every nozzle now, and spray no more by the runs that are known."""
        self._pending.clear()
        self._stale_at_s = -np.inf
        if self._last is not None:
            time_s, place_m = self._last
            self._command(
                PathSegment(time_s, time_s, place_m, place_m, 0.0), np.zeros_like(self.sections)
            )

    def end(self) -> Completed:
        """End the drive: open valves count up to the position of the vehicle."""
        events = self._valves.end(*self._last) if self._last is not None else []
        for event in events:
            self._scorer.add(event)
        return Completed(tuple(events))

    def score(self) -> SprayScore:
        """Return the figures of the sections that lie behind the boom."""
        return self._scorer.score(self._late)

    def _take(self, message: _Message) -> None:
        if message.stamp_s < self._stamp_s:
            return
        self._stamp_s = message.stamp_s
        self._stale_at_s = min(message.stamp_s, message.now_s) + self._stale_after_s
        late_m = self._controller.take(message.position_m, message.runs)
        self._late += int(((late_m >= self._counted[0]) & (late_m < self._counted[1])).sum())

    def _drive(self, segment: PathSegment) -> list[ValveEvent]:
        if segment.start_s < self._stale_at_s < segment.stop_s:
            return [
                event for part in segment.split(self._stale_at_s) for event in self._drive(part)
            ]
        is_fresh = segment.start_s < self._stale_at_s and self.source_active
        enabled = {
            'off': False,
            'spot': is_fresh and segment.speed_mps >= SLOWEST_MPS,
            'broadcast': segment.speed_mps >= SLOWEST_MPS,
            'test': True,
        }[self.mode]
        self._command(segment, self.sections & self.armed & enabled)
        return self._valves.follow(segment)

    def _command(self, segment: PathSegment, allowed: np.ndarray) -> None:
        requested = {
            'broadcast': np.ones_like(allowed),
            'test': np.arange(len(allowed)) == self.test_nozzle,
        }.get(self.mode)
        for command in self._controller.commands(segment, requested, allowed):
            self._valves.command(command)
