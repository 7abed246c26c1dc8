# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""When each nozzle of a boom is told to open and to close, in continuous time."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from seg_ros.datatypes import SprayRuns
from seg_ros.sim.boom import Nozzles
from seg_ros.sim.path_segment import PathSegment


class Command(NamedTuple):
    """A word to one valve: when, which nozzle, and whether to open."""

    time_s: float
    nozzle: int
    opens: bool


class Controller:
    """
    The nozzles' commands from the newest spray runs; it knows nothing of the truth.

    A place of the track is where the vehicle is when its nozzles are above that ground. The
    ground that drops fall on if a valve were told now runs ahead of the vehicle, and never back
    when it slows down: that is what `_open_reach_m` and `_close_reach_m` remember, so that no
    window opens twice.
    """

    def __init__(self, count: int, nozzles: Nozzles) -> None:
        """Begin with every nozzle closed and nothing to spray."""
        self.is_open = np.zeros(count, bool)
        self._nozzles = nozzles
        self._held_until_s = np.zeros(count)
        self._closed_at_m = np.full(count, -np.inf)
        self._open_reach_m = self._close_reach_m = -np.inf
        self._lanes = np.zeros(0, np.int64)
        self._open_m = self._close_m = np.zeros(0)
        self._told: set[int] = set()

    def take(self, position_m: float, runs: SprayRuns) -> np.ndarray:
        """
        Replace what is to be sprayed by the runs seen from a place of the track.

        Return where patches that are new should have opened already, (K,) places of the track.
        """
        inset_m = self._nozzles.footprint_m / 2.0 - self._nozzles.margin_m
        self._open_m = position_m + runs.x_start_m + inset_m
        self._close_m = position_m + runs.x_end_m - inset_m
        self._lanes = runs.nozzles.astype(np.int64)
        ids = runs.ids.tolist()
        is_new = np.array([number not in self._told for number in ids], bool)
        self._told.update(ids)
        late = is_new & (self._open_m < self._open_reach_m)
        firsts = np.unique(runs.ids[late], return_index=True)[1]
        return self._open_m[late][firsts]

    def commands(
        self, leg: PathSegment, wished: np.ndarray | None, allowed: np.ndarray
    ) -> Iterator[Command]:
        """
        Yield what is told to the valves during a leg, nozzle by nozzle.

        `wished` (count,) bool are nozzles to open whatever lies below; None: as the runs say.
        Those not `allowed` close at once.
        """
        lanes, opens_s, closes_s = self._windows(leg)
        concerned = self.is_open.copy()
        if wished is None:
            concerned[lanes] = True
        else:
            concerned |= wished
        for nozzle in np.flatnonzero(concerned):
            mine = lanes == nozzle
            spans = sorted(zip(opens_s[mine], closes_s[mine]))
            if wished is not None:
                spans = [(leg.start_s, np.inf)] if wished[nozzle] else []
            yield from self._nozzle(leg, int(nozzle), spans, bool(allowed[nozzle]))
        open_lead_m, close_lead_m = self._leads_m(leg)
        self._open_reach_m = max(self._open_reach_m, leg.stop_m + open_lead_m)
        self._close_reach_m = max(self._close_reach_m, leg.stop_m + close_lead_m)

    def _windows(self, leg: PathSegment) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        middle_m = (self._open_m + self._close_m) / 2.0
        half_m = (
            np.maximum(self._close_m - self._open_m, leg.speed_mps * self._nozzles.shortest_s)
            / 2.0
        )
        open_m, close_m = middle_m - half_m, middle_m + half_m
        open_lead_m, close_lead_m = self._leads_m(leg)
        open_reach_m = max(self._open_reach_m, leg.start_m + open_lead_m)
        close_reach_m = max(self._close_reach_m, leg.start_m + close_lead_m)
        served_m = np.maximum(
            close_reach_m, self._closed_at_m[self._lanes] + self._nozzles.margin_m
        )
        due = (open_m <= max(open_reach_m, leg.stop_m + open_lead_m)) & (close_m > served_m)
        # What is left of a window whose time has come too late must be worth an opening, for
        # beyond its end a crop may stand.
        shortest_m = leg.speed_mps * self._nozzles.shortest_s
        due &= self.is_open[self._lanes] | (
            close_m - np.maximum(open_m, open_reach_m) >= shortest_m - 1e-9
        )
        opens_s = leg.times_at(open_m[due] - open_lead_m)
        opens_s[open_m[due] <= open_reach_m] = leg.start_s
        return self._lanes[due], opens_s, leg.times_at(close_m[due] - close_lead_m)

    def _leads_m(self, leg: PathSegment) -> tuple[float, float]:
        return tuple(
            leg.speed_mps * (latency_s + self._nozzles.drop_s)
            for latency_s in (self._nozzles.open_latency_s, self._nozzles.close_latency_s)
        )

    def _nozzle(
        self, leg: PathSegment, nozzle: int, spans: list[tuple[float, float]], allowed: bool
    ) -> Iterator[Command]:
        if not allowed:
            if self.is_open[nozzle]:
                self.is_open[nozzle] = False
                yield Command(leg.start_s, nozzle, False)
            return
        until_s = max(leg.start_s, self._held_until_s[nozzle])
        for start_s, stop_s in spans:
            if self.is_open[nozzle] and start_s > until_s:
                yield self._close(leg, nozzle, until_s)
            if self.is_open[nozzle]:
                until_s = max(until_s, stop_s)
            else:
                self.is_open[nozzle] = True
                self._held_until_s[nozzle] = start_s + self._nozzles.shortest_command_s
                until_s = max(stop_s, self._held_until_s[nozzle])
                yield Command(start_s, nozzle, True)
        if self.is_open[nozzle] and until_s <= leg.stop_s:
            yield self._close(leg, nozzle, until_s)

    def _close(self, leg: PathSegment, nozzle: int, time_s: float) -> Command:
        self.is_open[nozzle] = False
        self._closed_at_m[nozzle] = leg.place_at(time_s) + self._leads_m(leg)[1]
        return Command(time_s, nozzle, False)
