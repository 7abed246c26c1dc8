# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The look-ahead: how far the camera sees ahead of the nozzles, and the speed that allows."""

from dataclasses import dataclass

import numpy as np

from seg_ros.datatypes import GroundMap
from seg_ros.patches.boom import Boom


@dataclass(frozen=True)
class Lookahead:
    """
    The ground visible ahead of the nozzles, and what must fit in it.

    That is the distance driven during `latency_s` and until the next image at `rate_hz`, the
    longest patch, whose area is known only once it is visible as a whole, and a margin.
    """

    distance_m: float
    latency_s: float
    rate_hz: float
    patch_length_m: float
    margin_m: float

    def needed_m(self, speed_mps: float) -> float:
        """Return the look-ahead needed at this speed."""
        return speed_mps * self._delay_s + self.patch_length_m + self.margin_m

    @property
    def highest_speed_mps(self) -> float:
        """Return the highest speed that fits, 0 where none does."""
        left_m = self.distance_m - self.patch_length_m - self.margin_m
        return max(0.0, left_m / self._delay_s)

    @property
    def _delay_s(self) -> float:
        return self.latency_s + 1 / self.rate_hz


def seen_ahead_m(ground: GroundMap, boom: Boom) -> float:
    """
    Return how far ahead of the nozzles the ground is visible in every lane, in meters.

    0 where there is a lane that the camera does not see, or does not see ahead of the nozzles.
    """
    shows = np.isfinite(ground.x_m)
    lanes = boom.lanes(ground.y_m[shows])
    farthest_m = np.full(boom.count, -np.inf)
    np.maximum.at(farthest_m, lanes[lanes >= 0], ground.x_m[shows][lanes >= 0])
    return max(0.0, float(farthest_m.min()) - boom.x_m)
