# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The boom above the strip, and the latencies and lengths of its valves and nozzles."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seg_ros.sim.world.ground_strip import PIXEL_M


@dataclass(frozen=True)
class Boom:
    """
    A row of nozzles across the travel direction; nozzle 0 is leftmost, each wets one lane.

    `middle_m` is the distance of its middle from the left edge of the strip.
    """

    count: int
    pitch_m: float
    middle_m: float

    @cached_property
    def edges_px(self) -> np.ndarray:
        """Return (count + 1,) int64: the first column of each lane, and the end of the last."""
        edges_m = self.middle_m + (np.arange(self.count + 1) - self.count / 2.0) * self.pitch_m
        return np.ceil(np.round(edges_m / PIXEL_M, 6)).astype(np.int64)

    @cached_property
    def columns(self) -> slice:
        """Return the columns of the strip that lie under the boom."""
        return slice(int(self.edges_px[0]), int(self.edges_px[-1]))

    @cached_property
    def lanes(self) -> np.ndarray:
        """Return (W,) int64: the lane of each column under the boom."""
        return np.repeat(np.arange(self.count), np.diff(self.edges_px))


@dataclass(frozen=True)
class Nozzles:
    """
    Latencies and lengths of valves and nozzles; seconds and meters.

    A valve opens and closes with these latencies after its command, drops fall for `drop_s`, and a
    nozzle wets `footprint_m` in the travel direction at a time. `margin_m` is sprayed before and
    after each run.
    """

    open_latency_s: float = 0.0
    close_latency_s: float = 0.0
    drop_s: float = 0.0
    min_on_s: float = 0.0
    footprint_m: float = 0.0
    margin_m: float = 0.0

    @property
    def shortest_s(self) -> float:
        """Return the shortest time of spraying, with a command of at least 0 s."""
        return max(self.min_on_s, self.close_latency_s - self.open_latency_s)

    @property
    def shortest_command_s(self) -> float:
        """Return the shortest time from the command to open to the command to close."""
        return self.shortest_s + self.open_latency_s - self.close_latency_s
