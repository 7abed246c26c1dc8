# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Valves with latency: which ground is sprayed by their commands."""

from dataclasses import dataclass, replace
from math import inf

from seg_ros.sim.boom import Nozzles
from seg_ros.sim.controller import Command
from seg_ros.sim.trajectory import PathSegment


@dataclass(frozen=True)
class ValveEvent:
    """
    One opening of one valve: the times at which drops fall on the ground, and the sprayed ground.

    `start_m` and `stop_m` are along the strip and include the nozzle's footprint; `stop_s` and
    `stop_m` of an opening that has not ended are inf.
    """

    nozzle: int
    start_s: float
    stop_s: float
    start_m: float
    stop_m: float


class Valves:
    """The valves of a boom: each follows its commands with latency and fall time."""

    def __init__(self, count: int, nozzles: Nozzles) -> None:
        """Start with all valves closed."""
        self._nozzles = nozzles
        self._pending: list[list[Command]] = [[] for _ in range(count)]
        self._running: list[ValveEvent | None] = [None] * count

    @property
    def running(self) -> list[ValveEvent]:
        """Return the openings that have not ended."""
        return [event for event in self._running if event is not None]

    def command(self, command: Command) -> None:
        """
        Queue a command, which takes effect on the ground after valve latency and drop time.

        Queued commands that would take effect later than this one are dropped.
        """
        latency_s = (
            self._nozzles.open_latency_s if command.opens else self._nozzles.close_latency_s
        )
        delayed = command._replace(time_s=command.time_s + latency_s + self._nozzles.drop_s)
        self._pending[command.nozzle] = [
            *(
                before
                for before in self._pending[command.nozzle]
                if before.time_s < delayed.time_s
            ),
            delayed,
        ]

    def follow(self, segment: PathSegment) -> list[ValveEvent]:
        """Return the openings that ended during a path segment, after its commands were queued."""
        ended = []
        for pending in self._pending:
            while pending and pending[0].time_s <= segment.stop_s:
                event = self._apply(pending.pop(0), segment)
                if event is not None:
                    ended.append(event)
        return ended

    def end(self, time_s: float, position_m: float) -> list[ValveEvent]:
        """Return the openings that have not ended as if they ended at a time and position."""
        half_footprint_m = self._nozzles.footprint_m / 2.0
        ended = [
            replace(event, stop_s=time_s, stop_m=position_m + half_footprint_m)
            for event in self.running
        ]
        self._running = [None] * len(self._running)
        return ended

    def _apply(self, command: Command, segment: PathSegment) -> ValveEvent | None:
        running = self._running[command.nozzle]
        position_m, half_footprint_m = (
            segment.position_at(command.time_s),
            self._nozzles.footprint_m / 2.0,
        )
        if command.opens and running is None:
            self._running[command.nozzle] = ValveEvent(
                command.nozzle, command.time_s, inf, position_m - half_footprint_m, inf
            )
        elif not command.opens and running is not None:
            self._running[command.nozzle] = None
            return replace(running, stop_s=command.time_s, stop_m=position_m + half_footprint_m)
        return None
