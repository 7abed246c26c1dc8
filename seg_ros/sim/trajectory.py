# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The path of the vehicle: straight ahead at a varying speed, and its pieces between odometry."""

from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np

WOBBLE_PERIOD_S = 7.0


class Trajectory:
    """A drive along the middle of the strip; position is the exact integral of speed."""

    def __init__(self, speed_mps: float, wobble: float = 0.0, start_m: float = 0.0) -> None:
        """Start at `start_m` at time 0; the speed swings by the share `wobble`."""
        self._mean_mps = speed_mps
        self._wobble = wobble
        self._start_m = start_m
        self._turn = 2.0 * pi / WOBBLE_PERIOD_S

    def position_m(self, time_s: float) -> float:
        """Return where base_link is along the strip."""
        swing_s = self._wobble * (1.0 - cos(self._turn * time_s)) / self._turn
        return self._start_m + self._mean_mps * (time_s + swing_s)

    def speed_mps(self, time_s: float) -> float:
        """Return the speed."""
        return self._mean_mps * (1.0 + self._wobble * sin(self._turn * time_s))


@dataclass(frozen=True)
class PathSegment:
    """The path between two odometry messages; `speed_mps` is that of odometry."""

    start_s: float
    stop_s: float
    start_m: float
    stop_m: float
    speed_mps: float

    def place_at(self, time_s: float) -> float:
        """Return where the vehicle is at a time of this segment."""
        share = (time_s - self.start_s) / max(self.stop_s - self.start_s, 1e-12)
        return self.start_m + share * (self.stop_m - self.start_m)

    def times_at(self, places_m: np.ndarray) -> np.ndarray:
        """Return (N,) when the vehicle passes each place: the start if before, inf if beyond."""
        ahead_m = np.asarray(places_m, np.float64) - self.start_m
        way_m = self.stop_m - self.start_m
        if way_m <= 0.0:
            return np.where(ahead_m <= 0.0, self.start_s, np.inf)
        shares = np.maximum(ahead_m / way_m, 0.0)
        return np.where(shares > 1.0, np.inf, self.start_s + shares * (self.stop_s - self.start_s))

    def split(self, time_s: float) -> tuple['PathSegment', 'PathSegment']:
        """Return the segment up to a time within it, and the rest."""
        place_m = self.place_at(time_s)
        return (
            PathSegment(self.start_s, time_s, self.start_m, place_m, self.speed_mps),
            PathSegment(time_s, self.stop_s, place_m, self.stop_m, self.speed_mps),
        )
