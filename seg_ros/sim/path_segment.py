# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A short piece of the way between two odometry messages, at constant speed."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class PathSegment:
    """The vehicle from one time and place to the next; `speed_mps` is what odometry tells."""

    start_s: float
    stop_s: float
    start_m: float
    stop_m: float
    speed_mps: float

    def place_at(self, time_s: float) -> float:
        """Return where the vehicle is at a time of this leg."""
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
        """Return the leg up to a time within it, and the rest."""
        place_m = self.place_at(time_s)
        return (
            PathSegment(self.start_s, time_s, self.start_m, place_m, self.speed_mps),
            PathSegment(time_s, self.stop_s, place_m, self.stop_m, self.speed_mps),
        )
