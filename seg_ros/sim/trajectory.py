# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The path of the vehicle: a straight line at varying speed, and its segments."""

from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np

WOBBLE_PERIOD_S = 7.0


class Trajectory:
    """A drive along the middle of the strip; position is the exact integral of speed."""

    def __init__(self, speed_mps: float, wobble: float = 0.0, start_m: float = 0.0) -> None:
        """Start at `start_m` at time 0; the speed oscillates by the share `wobble`."""
        self._mean_mps = speed_mps
        self._wobble = wobble
        self._start_m = start_m
        self._angular_rate = 2.0 * pi / WOBBLE_PERIOD_S

    def position_m(self, time_s: float) -> float:
        """Return the position of base_link along the strip."""
        oscillation_s = (
            self._wobble * (1.0 - cos(self._angular_rate * time_s)) / self._angular_rate
        )
        return self._start_m + self._mean_mps * (time_s + oscillation_s)

    def speed_mps(self, time_s: float) -> float:
        """Return the speed at a time."""
        return self._mean_mps * (1.0 + self._wobble * sin(self._angular_rate * time_s))


@dataclass(frozen=True)
class PathSegment:
    """The path between two odometry messages; `speed_mps` is that of odometry."""

    start_s: float
    stop_s: float
    start_m: float
    stop_m: float
    speed_mps: float

    def position_at(self, time_s: float) -> float:
        """Return the position of the vehicle at a time in this segment."""
        share = (time_s - self.start_s) / max(self.stop_s - self.start_s, 1e-12)
        return self.start_m + share * (self.stop_m - self.start_m)

    def times_at(self, positions_m: np.ndarray) -> np.ndarray:
        """Return (N,) times at which positions are passed: start if before, inf if beyond."""
        ahead_m = np.asarray(positions_m, np.float64) - self.start_m
        length_m = self.stop_m - self.start_m
        if length_m <= 0.0:
            return np.where(ahead_m <= 0.0, self.start_s, np.inf)
        shares = np.maximum(ahead_m / length_m, 0.0)
        return np.where(shares > 1.0, np.inf, self.start_s + shares * (self.stop_s - self.start_s))

    def split(self, time_s: float) -> tuple['PathSegment', 'PathSegment']:
        """Return the segment up to a time within it, and the rest."""
        position_m = self.position_at(time_s)
        return (
            PathSegment(self.start_s, time_s, self.start_m, position_m, self.speed_mps),
            PathSegment(time_s, self.stop_s, position_m, self.stop_m, self.speed_mps),
        )
