# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The boom: nozzles side by side, and the lanes of ground that they spray."""

from dataclasses import dataclass

import numpy as np

from seg_ros.parameters import PatchTrackerParameters


@dataclass(frozen=True)
class Boom:
    """
    Nozzles in a row across the travel direction; nozzle 0 is leftmost (+y).

    `x_m` and `y_m` are its middle in the base frame; `lane_m` is the width that a nozzle wets.
    """

    count: int
    pitch_m: float
    lane_m: float
    x_m: float = 0.0
    y_m: float = 0.0

    @property
    def left_m(self) -> float:
        """Return where the first lane begins, to the left of the base frame."""
        return self.y_m + self.count * self.pitch_m / 2

    def lanes(self, y_m: np.ndarray) -> np.ndarray:
        """Return (N,) int64: the nozzle of each position, -1 beyond the boom."""
        pitches = (self.left_m - y_m) / self.pitch_m
        lanes = pitches.astype(np.int64)
        lanes[(pitches < 0) | (pitches >= self.count)] = -1
        return lanes

    def spraying(self, low_y_m: np.ndarray, high_y_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """
        Return first and last nozzle, (N,) int64 each, that spray ground between these.

        Touching does not count. The last is before the first where no nozzle does.
        """
        overhang_m = (self.lane_m - self.pitch_m) / 2
        first = np.floor((self.left_m - high_y_m - overhang_m) / self.pitch_m + 1e-6)
        last = np.ceil((self.left_m - low_y_m + overhang_m) / self.pitch_m - 1e-6) - 1
        return (
            np.maximum(first, 0).astype(np.int64),
            np.minimum(last, self.count - 1).astype(np.int64),
        )


def boom_of(parameters: PatchTrackerParameters) -> Boom:
    """Return the boom that the parameters describe."""
    return Boom(
        parameters.nozzle_count,
        parameters.nozzle_pitch_m,
        parameters.lane_width_m or parameters.nozzle_pitch_m,
        parameters.boom_x_m,
        parameters.boom_y_m,
    )
