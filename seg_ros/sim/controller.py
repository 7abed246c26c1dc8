# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The simulated spray controller: commands to open and to close nozzles, in continuous time."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from seg_ros.datatypes import SprayRuns
from seg_ros.sim.boom import Nozzles
from seg_ros.sim.trajectory import PathSegment


class Command(NamedTuple):
    """A command to one valve: when, which nozzle, and whether to open."""

    time_s: float
    nozzle: int
    opens: bool


class Controller:
    """
    Computes commands to the nozzles from the newest spray runs, without the ground truth.

    A track position is the position of the vehicle when its nozzles are above that ground. Drops
    of a valve that is commanded now fall on ground ahead of the vehicle; `_open_reach_m` and
    `_close_reach_m` keep the maximum of that position when the vehicle slows down, so that no
    window opens twice.
    """

    def __init__(self, count: int, nozzles: Nozzles) -> None:
        """Start with all nozzles closed and without runs."""
        self.is_open = np.zeros(count, bool)
        self._nozzles = nozzles
        self._held_until_s = np.zeros(count)
        self._closed_at_m = np.full(count, -np.inf)
        self._open_reach_m = self._close_reach_m = -np.inf
        self._lanes = np.zeros(0, np.int64)
        self._open_m = self._close_m = np.zeros(0)
        self._known_ids: set[int] = set()

    def set_runs(self, position_m: float, runs: SprayRuns) -> np.ndarray:
        """
        Replace the runs by those of an image that was taken at a track position.

        Return the (K,) track positions at which a nozzle should already have opened for a new
        patch.
        """
        inset_m = self._nozzles.footprint_m / 2.0 - self._nozzles.margin_m
        self._open_m = position_m + runs.x_start_m + inset_m
        self._close_m = position_m + runs.x_end_m - inset_m
        self._lanes = runs.nozzles.astype(np.int64)
        ids = runs.ids.tolist()
        is_new = np.array([number not in self._known_ids for number in ids], bool)
        self._known_ids.update(ids)
        late = is_new & (self._open_m < self._open_reach_m)
        firsts = np.unique(runs.ids[late], return_index=True)[1]
        return self._open_m[late][firsts]

    def commands(
        self, segment: PathSegment, requested: np.ndarray | None, allowed: np.ndarray
    ) -> Iterator[Command]:
        """
        Yield the commands to the valves during a path segment, nozzle by nozzle.

        `requested` (count,) bool: nozzles to open regardless of the runs; None: by the runs.
        Nozzles that are not `allowed` close at once.
        """
        lanes, opens_s, closes_s = self._windows(segment)
        affected = self.is_open.copy()
        if requested is None:
            affected[lanes] = True
        else:
            affected |= requested
        for nozzle in np.flatnonzero(affected):
            of_nozzle = lanes == nozzle
            spans = sorted(zip(opens_s[of_nozzle], closes_s[of_nozzle]))
            if requested is not None:
                spans = [(segment.start_s, np.inf)] if requested[nozzle] else []
            yield from self._nozzle(segment, int(nozzle), spans, bool(allowed[nozzle]))
        open_lead_m, close_lead_m = self._leads_m(segment)
        self._open_reach_m = max(self._open_reach_m, segment.stop_m + open_lead_m)
        self._close_reach_m = max(self._close_reach_m, segment.stop_m + close_lead_m)

    def _windows(self, segment: PathSegment) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        middle_m = (self._open_m + self._close_m) / 2.0
        half_m = (
            np.maximum(self._close_m - self._open_m, segment.speed_mps * self._nozzles.shortest_s)
            / 2.0
        )
        open_m, close_m = middle_m - half_m, middle_m + half_m
        open_lead_m, close_lead_m = self._leads_m(segment)
        open_reach_m = max(self._open_reach_m, segment.start_m + open_lead_m)
        close_reach_m = max(self._close_reach_m, segment.start_m + close_lead_m)
        done_m = np.maximum(close_reach_m, self._closed_at_m[self._lanes] + self._nozzles.margin_m)
        due = (open_m <= max(open_reach_m, segment.stop_m + open_lead_m)) & (close_m > done_m)
        # The rest of a late window must be long enough for an opening, since a crop may be
        # beyond its end.
        shortest_m = segment.speed_mps * self._nozzles.shortest_s
        due &= self.is_open[self._lanes] | (
            close_m - np.maximum(open_m, open_reach_m) >= shortest_m - 1e-9
        )
        opens_s = segment.times_at(open_m[due] - open_lead_m)
        opens_s[open_m[due] <= open_reach_m] = segment.start_s
        return self._lanes[due], opens_s, segment.times_at(close_m[due] - close_lead_m)

    def _leads_m(self, segment: PathSegment) -> tuple[float, float]:
        open_m, close_m = (
            segment.speed_mps * (latency_s + self._nozzles.drop_s)
            for latency_s in (self._nozzles.open_latency_s, self._nozzles.close_latency_s)
        )
        return open_m, close_m

    def _nozzle(
        self, segment: PathSegment, nozzle: int, spans: list[tuple[float, float]], allowed: bool
    ) -> Iterator[Command]:
        if not allowed:
            if self.is_open[nozzle]:
                self.is_open[nozzle] = False
                yield Command(segment.start_s, nozzle, False)
            return
        until_s = max(segment.start_s, self._held_until_s[nozzle])
        for start_s, stop_s in spans:
            if self.is_open[nozzle] and start_s > until_s:
                yield self._close(segment, nozzle, until_s)
            if self.is_open[nozzle]:
                until_s = max(until_s, stop_s)
            else:
                self.is_open[nozzle] = True
                self._held_until_s[nozzle] = start_s + self._nozzles.shortest_command_s
                until_s = max(stop_s, self._held_until_s[nozzle])
                yield Command(start_s, nozzle, True)
        if self.is_open[nozzle] and until_s <= segment.stop_s:
            yield self._close(segment, nozzle, until_s)

    def _close(self, segment: PathSegment, nozzle: int, time_s: float) -> Command:
        self.is_open[nozzle] = False
        self._closed_at_m[nozzle] = segment.position_at(time_s) + self._leads_m(segment)[1]
        return Command(time_s, nozzle, False)
