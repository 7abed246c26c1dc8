# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Spray runs: from where to where each nozzle sprays, never over crops to protect."""

from dataclasses import dataclass
from math import inf

import numpy as np

from seg_ros.patches.boom import Boom
from seg_ros.patches.ground_points import GroundPoints, starts_of

_BIN_M = 0.001
_BINS = 2_000_000
_ROUNDING = 1e-3


@dataclass(frozen=True, eq=False)
class Runs:
    """N runs: from and to along x of the base frame, the nozzle, and the owner of the points."""

    low_m: np.ndarray
    high_m: np.ndarray
    lanes: np.ndarray
    owners: np.ndarray


@dataclass(frozen=True)
class RunConstraints:
    """
    The distance of runs from crops, along and across, and the shortest run of a valve.

    Nothing is sprayed behind `behind_m` along x of the base frame.
    """

    along_m: float
    across_m: float
    shortest_m: float
    behind_m: float = -inf

    @property
    def margin_m(self) -> float:
        """Return the distance along x within which a crop affects a run."""
        return self.along_m + self.shortest_m


def spans(points: GroundPoints, lanes: np.ndarray) -> np.ndarray:
    """
    Return (T, 2) int16: the first and last lane in which each owner has pixels, -1 for none.

    `lanes` (N,) are those of the points.
    """
    if not len(points):
        return np.zeros((0, 2), np.int16)
    last = np.maximum.reduceat(lanes, points.starts)
    # As unsigned numbers, those of no lane are the largest.
    first = np.minimum.reduceat(lanes.view(np.uint64), points.starts).view(np.int64)
    return np.stack([first, last], axis=1).astype(np.int16)


def spray_runs(
    weeds: GroundPoints,
    lanes: np.ndarray,
    crops: GroundPoints,
    boom: Boom,
    constraints: RunConstraints,
) -> Runs:
    """
    Return one run for each owner, lane and interval of free ground in which it has pixels.

    All points are in the base frame; `lanes` (N,) are those of the weeds. A pixel belongs to
    one nozzle, however wide its lane; pixels on ground that is not free get no run. A run that is
    too short for the valve is extended to both sides as far as the ground is free, and dropped
    where that is not enough.
    """
    free = SprayableIntervals(weeds, crops, boom, constraints)
    index = np.flatnonzero((lanes >= 0) & (weeds.x_m >= constraints.behind_m))
    # Interval 0 is ground that is not free: it has no run.
    keys = weeds.owners.take(index) * (free.count + 1) + 1
    keys += free.intervals_at(lanes.take(index), weeds.x_m.take(index))
    # Not `sorting`: they are nearly sorted, by their owners.
    order = np.argsort(keys, kind='stable')
    index, keys = index.take(order), keys.take(order)
    starts = starts_of(keys)
    owners, intervals = np.divmod(keys[starts], free.count + 1)
    low_m, high_m = (
        how.reduceat(edges_m.take(index), starts) if len(starts) else np.zeros(0)
        for how, edges_m in zip((np.minimum, np.maximum), weeds.edges_x_m)
    )
    on_free = intervals > 0
    return _fitted(
        low_m[on_free],
        high_m[on_free],
        intervals[on_free] - 1,
        owners[on_free],
        free,
        constraints.shortest_m,
    )


class SprayableIntervals:
    """Intervals of the lanes where spraying harms no crop, numbered from 0."""

    def __init__(
        self, weeds: GroundPoints, crops: GroundPoints, boom: Boom, constraints: RunConstraints
    ) -> None:
        """Compute them for all lanes, as far as runs may extend along x."""
        self._start_m, stop_m = 0.0, 0.0
        if len(weeds):
            begins_m, ends_m = weeds.edges_x_m
            self._start_m = float(begins_m.min()) - constraints.shortest_m
            stop_m = float(ends_m.max()) + constraints.shortest_m
        self._bin_m = max(_BIN_M, (stop_m - self._start_m) * boom.count / _BINS)
        bins = int((stop_m - self._start_m) / self._bin_m) + 1
        # A bin that is not free separates each lane from the next one.
        self._width = bins + 1
        free = np.zeros(boom.count * self._width + 1, bool)
        free[1:].reshape(boom.count, -1)[:, :-1] = ~self._blocked(crops, boom, constraints, bins)
        edges = np.flatnonzero(free[1:] != free[:-1])
        self.count = len(edges) // 2
        numbers = np.full(len(edges) + 1, -1)
        numbers[1::2] = np.arange(self.count)
        self._numbers = numbers.repeat(np.diff(edges, prepend=0, append=free.size - 1))
        self.lanes, first = np.divmod(edges[::2], self._width)
        self.low_m = self._start_m + first * self._bin_m
        self.high_m = self._start_m + edges[1::2] % self._width * self._bin_m

    def intervals_at(self, lanes: np.ndarray, positions_m: np.ndarray) -> np.ndarray:
        """Return the interval of each position in a lane, -1 where it is not free."""
        bins = ((positions_m - self._start_m) / self._bin_m).astype(np.int64)
        return self._numbers.take(lanes * self._width + bins)

    def _blocked(
        self, crops: GroundPoints, boom: Boom, constraints: RunConstraints, bins: int
    ) -> np.ndarray:
        if not len(crops):
            return np.zeros((boom.count, bins), bool)
        along_m = crops.half_x_m + constraints.along_m
        across_m = crops.half_y_m + constraints.across_m
        first, last = boom.spraying(crops.y_m - across_m, crops.y_m + across_m)
        # A crop blocks from its first bin to its last: count how many begin and end at every bin,
        # and sum up.
        begin = np.floor((crops.x_m - along_m - self._start_m) / self._bin_m + _ROUNDING)
        end = np.ceil((crops.x_m + along_m - self._start_m) / self._bin_m - _ROUNDING)
        begin, end = (np.clip(edge, 0, bins).astype(np.int64) for edge in (begin, end))
        changes = np.zeros(boom.count * (bins + 1), np.int64)
        for offset in range(int((last - first).max(initial=-1)) + 1):
            lanes = np.flatnonzero(first + offset <= last)
            rows = (first[lanes] + offset) * (bins + 1)
            changes += np.bincount(rows + begin[lanes], minlength=len(changes))
            changes -= np.bincount(rows + end[lanes], minlength=len(changes))
        return np.cumsum(changes.reshape(boom.count, bins + 1), axis=1)[:, :-1] > 0


def _fitted(
    low_m: np.ndarray,
    high_m: np.ndarray,
    intervals: np.ndarray,
    owners: np.ndarray,
    free: SprayableIntervals,
    shortest_m: float,
) -> Runs:
    floor_m, ceiling_m = free.low_m[intervals], free.high_m[intervals]
    low_m, high_m = np.maximum(low_m, floor_m), np.minimum(high_m, ceiling_m)
    lengths_m = np.maximum(high_m - low_m, shortest_m)
    fits = lengths_m <= ceiling_m - floor_m + 1e-9
    low_m = np.clip(
        (low_m + high_m - lengths_m) / 2, floor_m, np.maximum(ceiling_m - lengths_m, floor_m)
    )
    return Runs(low_m[fits], (low_m + lengths_m)[fits], free.lanes[intervals][fits], owners[fits])
