# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Which nozzle has to spray from where to where, and never over what is to be protected."""

from dataclasses import dataclass
from math import inf

import numpy as np

from seg_ros.patches.boom import Boom
from seg_ros.patches.points import Points, sorting, starts_of

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
class Distance:
    """
    How far runs keep from crops, along and across, and the shortest run that a valve can do.

    Nothing is sprayed behind `behind_m` along x of the base frame.
    """

    along_m: float
    across_m: float
    shortest_m: float
    behind_m: float = -inf

    @property
    def reach_m(self) -> float:
        """Return how far from a pixel along x a crop still matters."""
        return self.along_m + self.shortest_m


def spans(points: Points, boom: Boom) -> np.ndarray:
    """Return (T, 2) int16: the first and last lane in which each owner has pixels, -1 for none."""
    if not len(points):
        return np.zeros((0, 2), np.int16)
    lanes = boom.lanes(points.y_m).astype(np.int32)
    last = np.maximum.reduceat(lanes, points.starts)
    lanes[lanes < 0] = boom.count
    first = np.minimum.reduceat(lanes, points.starts)
    return np.stack([np.where(last < 0, -1, first), last], axis=1).astype(np.int16)


def assign(weeds: Points, crops: Points, boom: Boom, distance: Distance) -> Runs:
    """
    Return one run for each owner, lane and stretch of free ground in which it has pixels.

    All points are in the base frame. A pixel is served by one nozzle, however wide that wets;
    pixels on ground that is not free are left. A run that is too short for the valve grows to
    both sides as far as the ground is free, and is left out where that is not enough.
    """
    lanes = boom.lanes(weeds.y_m)
    free = FreeGround(weeds, crops, boom, distance)
    stretches = free.stretches_at(lanes, weeds.x_m)
    index = np.flatnonzero(
        (lanes >= 0) & (stretches >= 0) & (weeds.x_m >= distance.behind_m))
    keys = weeds.owners[index] * free.count + stretches[index]
    order = sorting(keys, int(keys.max(initial=0)) + 1)
    index, keys = index.take(order), keys.take(order)
    starts = starts_of(keys)
    owners, stretches = np.divmod(keys[starts], max(free.count, 1))
    x_m, half_x_m = weeds.x_m.take(index), weeds.half_x_m.take(index)
    low_m, high_m = ((np.minimum.reduceat(x_m - half_x_m, starts),
                      np.maximum.reduceat(x_m + half_x_m, starts))
                     if len(starts) else (np.zeros(0), np.zeros(0)))
    return _fitted(low_m, high_m, stretches, owners, free, distance.shortest_m)


class FreeGround:
    """Stretches of the lanes where spraying harms no crop, numbered from 0 on."""

    def __init__(self, weeds: Points, crops: Points, boom: Boom, distance: Distance) -> None:
        """Look at all lanes, as far as runs may reach along x."""
        self._start_m, stop_m = 0.0, 0.0
        if len(weeds):
            self._start_m = float((weeds.x_m - weeds.half_x_m).min()) - distance.shortest_m
            stop_m = float((weeds.x_m + weeds.half_x_m).max()) + distance.shortest_m
        self._bin_m = max(_BIN_M, (stop_m - self._start_m) * boom.count / _BINS)
        bins = int((stop_m - self._start_m) / self._bin_m) + 1
        free = ~self._blocked(crops, boom, distance, bins)
        padded = np.zeros((boom.count, bins + 2), np.int8)
        padded[:, 1:-1] = free
        steps = np.diff(padded, axis=1)
        self._numbers = np.where(
            free, np.cumsum(steps[:, :-1] > 0).reshape(free.shape) - 1, -1)
        self.lanes, first = np.nonzero(steps > 0)
        self.low_m = self._start_m + first * self._bin_m
        self.high_m = self._start_m + np.nonzero(steps < 0)[1] * self._bin_m
        self.count = len(self.lanes)

    def stretches_at(self, lanes: np.ndarray, places_m: np.ndarray) -> np.ndarray:
        """Return the stretch in which each place of a lane lies, -1 where it is not free."""
        bins = ((places_m - self._start_m) / self._bin_m).astype(np.int64)
        return self._numbers.ravel().take(lanes * self._numbers.shape[1] + bins)

    def _blocked(self, crops: Points, boom: Boom, distance: Distance, bins: int) -> np.ndarray:
        if not len(crops):
            return np.zeros((boom.count, bins), bool)
        along_m = crops.half_x_m + distance.along_m
        across_m = crops.half_y_m + distance.across_m
        first, last = boom.wetting(crops.y_m - across_m, crops.y_m + across_m)
        # A crop blocks from the bin that it begins in to the one that it ends in: count how many
        # begin and end at every bin, and add up.
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


def _fitted(low_m: np.ndarray, high_m: np.ndarray, stretches: np.ndarray, owners: np.ndarray,
            free: FreeGround, shortest_m: float) -> Runs:
    floor_m, ceiling_m = free.low_m[stretches], free.high_m[stretches]
    low_m, high_m = np.maximum(low_m, floor_m), np.minimum(high_m, ceiling_m)
    lengths_m = np.maximum(high_m - low_m, shortest_m)
    fits = lengths_m <= ceiling_m - floor_m + 1e-9
    low_m = np.clip((low_m + high_m - lengths_m) / 2, floor_m,
                    np.maximum(ceiling_m - lengths_m, floor_m))
    return Runs(low_m[fits], (low_m + lengths_m)[fits], free.lanes[stretches][fits], owners[fits])
