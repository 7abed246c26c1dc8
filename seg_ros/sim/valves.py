# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What valves do with their commands, and the ground that gets wet by it."""

from dataclasses import dataclass, replace
from math import inf

from seg_ros.sim.boom import Nozzles
from seg_ros.sim.controller import Command
from seg_ros.sim.path_segment import PathSegment


@dataclass(frozen=True)
class ValveEvent:
    """
    One opening of one valve: when drops fell on the ground, and the ground that got wet.

    `start_m` and `stop_m` run along the strip, the nozzle's footprint included; the times and
    places of an opening that goes on are inf.
    """

    nozzle: int
    start_s: float
    stop_s: float
    start_m: float
    stop_m: float


class Valves:
    """The valves of a boom: each follows its commands late, and its drops fall."""

    def __init__(self, count: int, nozzles: Nozzles) -> None:
        """Begin with every valve closed."""
        self._nozzles = nozzles
        self._coming: list[list[Command]] = [[] for _ in range(count)]
        self._running: list[ValveEvent | None] = [None] * count

    @property
    def running(self) -> list[ValveEvent]:
        """Return the openings that go on."""
        return [opening for opening in self._running if opening is not None]

    def tell(self, command: Command) -> None:
        """
        Take a command; it reaches the ground after the latency of the valve and the fall.

        What would reach the ground later than this does never happens.
        """
        latency_s = (
            self._nozzles.open_latency_s if command.opens else self._nozzles.close_latency_s
        )
        falls = command._replace(time_s=command.time_s + latency_s + self._nozzles.drop_s)
        self._coming[command.nozzle] = [
            *(before for before in self._coming[command.nozzle] if before.time_s < falls.time_s),
            falls,
        ]

    def follow(self, leg: PathSegment) -> list[ValveEvent]:
        """Return the openings that ended during a leg, after its commands were told."""
        ended = []
        for coming in self._coming:
            while coming and coming[0].time_s <= leg.stop_s:
                opening = self._happen(coming.pop(0), leg)
                if opening is not None:
                    ended.append(opening)
        return ended

    def end(self, time_s: float, place_m: float) -> list[ValveEvent]:
        """Return the openings that go on as if they ended at a time and place."""
        reach_m = self._nozzles.footprint_m / 2.0
        ended = [
            replace(opening, stop_s=time_s, stop_m=place_m + reach_m) for opening in self.running
        ]
        self._running = [None] * len(self._running)
        return ended

    def _happen(self, command: Command, leg: PathSegment) -> ValveEvent | None:
        running = self._running[command.nozzle]
        place_m, reach_m = leg.place_at(command.time_s), self._nozzles.footprint_m / 2.0
        if command.opens and running is None:
            self._running[command.nozzle] = ValveEvent(
                command.nozzle, command.time_s, inf, place_m - reach_m, inf
            )
        elif not command.opens and running is not None:
            self._running[command.nozzle] = None
            return replace(running, stop_s=command.time_s, stop_m=place_m + reach_m)
        return None
