# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How the vehicle moves: straight ahead, at a speed that swings about its mean."""

from math import cos, pi, sin

WOBBLE_PERIOD_S = 7.0


class Trajectory:
    """A drive along the middle of the strip whose position is the exact integral of its speed."""

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
