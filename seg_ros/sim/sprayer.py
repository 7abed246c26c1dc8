# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The simulated sprayer: controller, valves and scoring of a boom."""

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
"""Runs older than this, by stamp or by reception, are not sprayed, unless latency is longer."""

SLOWEST_MPS = 0.1
"""Below this speed the vehicle counts as standing: only mode test sprays."""


class _Message(NamedTuple):
    now_s: float
    stamp_s: float
    position_m: float
    runs: SprayRuns


@dataclass(frozen=True, eq=False)
class Completed:
    """Valve openings that ended and sections that were scored in the last `advance`."""

    events: tuple[ValveEvent, ...] = ()
    sections: tuple[ScoredSection, ...] = ()


class SimSprayer:
    """
    Controller, valves and score of a boom above the simulated field.

    All nozzles stay closed until `armed` is set. `mode` is off, spot (spray the runs), broadcast
    (open all nozzles) or test (open `test_nozzle` only, also when standing); `sections` (count,)
    bool are the enabled nozzles in every mode. In spot all nozzles are closed while runs are
    stale, the vehicle stands, or the node that publishes the runs is not active
    (`source_active`).
    """

    def __init__(self, scenario: Scenario) -> None:
        """Start disarmed, with all sections enabled."""
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
        Queue runs that replace the current ones at `now_s`.

        They are in the frame of base_link at `stamp_s`, when the vehicle was at `position_m`.
        """
        self._pending.append(_Message(now_s, stamp_s, position_m, runs))

    def advance(self, time_s: float, position_m: float, speed_mps: float) -> Completed:
        """Advance to a time and position, spray meanwhile, and return what was completed."""
        events = []
        if self._last is not None:
            segment = PathSegment(self._last[0], time_s, self._last[1], position_m, speed_mps)
            while self._pending and self._pending[0].now_s <= time_s:
                message = self._pending.pop(0)
                before, segment = segment.split(max(message.now_s, segment.start_s))
                events += self._drive(before)
                self._apply(message)
            events += self._drive(segment)
        self._last = (time_s, position_m)
        for event in events:
            self._scorer.add(event)
        sections = self._scorer.score_sections(position_m, self._valves.running)
        return Completed(tuple(events), tuple(sections))

    def close_all(self) -> None:
        """Close all nozzles now, and drop the current runs."""
        self._pending.clear()
        self._stale_at_s = -np.inf
        if self._last is not None:
            time_s, position_m = self._last
            self._command(
                PathSegment(time_s, time_s, position_m, position_m, 0.0),
                np.zeros_like(self.sections),
            )

    def end(self) -> Completed:
        """End the drive: open valves close at the position of the vehicle."""
        events = self._valves.end(*self._last) if self._last is not None else []
        for event in events:
            self._scorer.add(event)
        return Completed(tuple(events))

    def score(self) -> SprayScore:
        """Return the figures of the sections behind the boom."""
        return self._scorer.score(self._late)

    def _apply(self, message: _Message) -> None:
        if message.stamp_s < self._stamp_s:
            return
        self._stamp_s = message.stamp_s
        self._stale_at_s = min(message.stamp_s, message.now_s) + self._stale_after_s
        late_m = self._controller.set_runs(message.position_m, message.runs)
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
