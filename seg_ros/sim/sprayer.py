# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A virtual boom that follows spray runs like a real one, and keeps the score."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from seg_ros.datatypes import SprayRuns
from seg_ros.sim.controller import Controller
from seg_ros.sim.path_segment import PathSegment
from seg_ros.sim.scenario import Scenario
from seg_ros.sim.scoring.score import Scorer, Settled, SprayScore
from seg_ros.sim.valves import ValveEvent, Valves

STALE_AFTER_S = 1.0
"""Runs older than this, by stamp or by arrival, are not sprayed, unless the chain is slower."""

SLOWEST_MPS = 0.1
"""Below this the vehicle stands: nothing is sprayed but by the test of a nozzle."""


class _Message(NamedTuple):
    now_s: float
    stamp_s: float
    position_m: float
    runs: SprayRuns


@dataclass(frozen=True, eq=False)
class Behind:
    """What is over since the last advance: openings that ended, and stretches that were told."""

    openings: tuple[ValveEvent, ...] = ()
    stretches: tuple[Settled, ...] = ()


class SimSprayer:
    """
    Controller, valves and score of a boom over a field.

    Nothing opens before `armed` is set. `mode` is off, spot (as the runs say), broadcast
    (everything, whatever the runs say) or test (`test_nozzle` alone, standing or not); `sections`
    (count,) bool are let through in every mode. Spot closes all nozzles while runs are stale, the
    vehicle stands, or `source_active` says that the node that makes the runs is inactive.
    """

    def __init__(self, trial: Scenario) -> None:
        """Begin disarmed, with all sections on."""
        self.armed = False
        self.mode = trial.parameters.mode
        self.test_nozzle = 0
        self.sections = np.ones(trial.boom.count, bool)
        self.source_active = True
        self._controller = Controller(trial.boom.count, trial.nozzles)
        self._valves = Valves(trial.boom.count, trial.nozzles)
        self._scorer = Scorer(trial)
        self._counted = trial.counted
        chain_s = trial.parameters.latency_s + 2.0 / trial.parameters.rate_hz
        self._stale_after_s = max(STALE_AFTER_S, chain_s)
        self._coming: list[_Message] = []
        self._stamp_s = self._stale_at_s = -np.inf
        self._late = 0
        self._last: tuple[float, float] | None = None

    @property
    def nozzles(self) -> np.ndarray:
        """Return (count,) bool: the nozzles that are told to be open."""
        return self._controller.is_open

    def receive(self, stamp_s: float, position_m: float, runs: SprayRuns, now_s: float) -> None:
        """
        Take runs that become known at `now_s`, and replace all that were known before.

        They are in the base frame at `stamp_s`, when the vehicle was at `position_m`.
        """
        self._coming.append(_Message(now_s, stamp_s, position_m, runs))

    def advance(self, time_s: float, position_m: float, speed_mps: float) -> Behind:
        """Drive on to a time and place, do all that is due on the way, and say what is over."""
        openings = []
        if self._last is not None:
            leg = PathSegment(self._last[0], time_s, self._last[1], position_m, speed_mps)
            while self._coming and self._coming[0].now_s <= time_s:
                message = self._coming.pop(0)
                before, leg = leg.split(max(message.now_s, leg.start_s))
                openings += self._drive(before)
                self._take(message)
            openings += self._drive(leg)
        self._last = (time_s, position_m)
        for opening in openings:
            self._scorer.add(opening)
        settled = self._scorer.settle(position_m, self._valves.running)
        return Behind(tuple(openings), tuple(settled))

    def close_all(self) -> None:
        """Close every nozzle now, and spray no more by the runs that are known."""
        self._coming.clear()
        self._stale_at_s = -np.inf
        if self._last is not None:
            time_s, place_m = self._last
            self._tell(
                PathSegment(time_s, time_s, place_m, place_m, 0.0), np.zeros_like(self.sections)
            )

    def end(self) -> Behind:
        """End the drive: what is still open counts up to where the vehicle is."""
        openings = self._valves.end(*self._last) if self._last is not None else []
        for opening in openings:
            self._scorer.add(opening)
        return Behind(tuple(openings))

    def score(self) -> SprayScore:
        """Return the figures of the stretches that lie behind the boom."""
        return self._scorer.score(self._late)

    def _take(self, message: _Message) -> None:
        if message.stamp_s < self._stamp_s:
            return
        self._stamp_s = message.stamp_s
        self._stale_at_s = min(message.stamp_s, message.now_s) + self._stale_after_s
        late_m = self._controller.take(message.position_m, message.runs)
        self._late += int(((late_m >= self._counted[0]) & (late_m < self._counted[1])).sum())

    def _drive(self, leg: PathSegment) -> list[ValveEvent]:
        if leg.start_s < self._stale_at_s < leg.stop_s:
            return [
                opening for part in leg.split(self._stale_at_s) for opening in self._drive(part)
            ]
        is_fresh = leg.start_s < self._stale_at_s and self.source_active
        let = {
            'off': False,
            'spot': is_fresh and leg.speed_mps >= SLOWEST_MPS,
            'broadcast': leg.speed_mps >= SLOWEST_MPS,
            'test': True,
        }[self.mode]
        self._tell(leg, self.sections & self.armed & let)
        return self._valves.follow(leg)

    def _tell(self, leg: PathSegment, allowed: np.ndarray) -> None:
        wished = {
            'broadcast': np.ones_like(allowed),
            'test': np.arange(len(allowed)) == self.test_nozzle,
        }.get(self.mode)
        for command in self._controller.commands(leg, wished, allowed):
            self._valves.tell(command)
