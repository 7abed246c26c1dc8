# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Ego motion: how the vehicle moved, estimated from the patches of two images."""

import numpy as np

from seg_ros.datatypes import Pose2D

_LARGEST = 150
_NEAR_M = 0.02
_CELLS = 500
_PRIOR_M = 0.1
_ENOUGH = 1.5


class EgoMotion:
    """
    The pose estimated from the patches of successive images; the vehicle must not turn.

    With too few patches it is extrapolated at the last velocity.
    """

    def __init__(self) -> None:
        """Start at the origin, with an unknown velocity."""
        self._position_m = np.zeros(2)
        self._velocity_mps: np.ndarray | None = None
        self._stamp_s: float | None = None
        self._centers_m, self._areas_m2 = np.zeros((0, 2)), np.zeros(0)

    def advance(self, stamp_s: float, centers_m: np.ndarray, areas_m2: np.ndarray) -> Pose2D:
        """Return the pose at this image; (N, 2) centers in the base frame and areas (N,)."""
        largest = np.argsort(-areas_m2, kind='stable')[:_LARGEST]
        centers_m, areas_m2 = centers_m[largest], areas_m2[largest]
        if self._stamp_s is not None:
            elapsed_s = stamp_s - self._stamp_s
            expected_m = None if self._velocity_mps is None else self._velocity_mps * elapsed_s
            moved_m = moved(self._centers_m, self._areas_m2, centers_m, areas_m2, expected_m)
            if moved_m is not None and elapsed_s > 0:
                self._velocity_mps = moved_m / elapsed_s
            elif moved_m is None:
                moved_m = np.zeros(2) if expected_m is None else expected_m
            self._position_m = self._position_m + moved_m
        self._stamp_s, self._centers_m, self._areas_m2 = stamp_s, centers_m, areas_m2
        return Pose2D(*self._position_m.tolist())


def moved(
    before_m: np.ndarray,
    before_m2: np.ndarray,
    after_m: np.ndarray,
    after_m2: np.ndarray,
    expected_m: np.ndarray | None = None,
) -> np.ndarray | None:
    """
    Return (2,) meters by which the vehicle moved while these patches stood still, or None.

    Every pair of patches votes for the displacement between them, weighted by how similar their
    areas are and how near it is to the expected one. Returns the weighted median of the votes that
    agree, None where they weigh less than 1.5 pairs of equal patches.
    """
    displacements_m = (before_m[:, np.newaxis] - after_m).reshape(-1, 2)
    similarity = np.minimum.outer(before_m2, after_m2) / np.maximum.outer(before_m2, after_m2)
    weights = similarity.ravel() ** 4
    if expected_m is not None:
        off_m = np.hypot(*(displacements_m - expected_m).T)
        weights = weights * (0.2 + 0.8 * np.exp(-((off_m / _PRIOR_M) ** 2)))
    likely = weights > 0.1
    displacements_m, weights = displacements_m[likely], weights[likely]
    if weights.sum() < _ENOUGH:
        return None
    near_m = max(_NEAR_M, float(np.ptp(displacements_m, axis=0).max()) / _CELLS)
    cells = np.floor(displacements_m / near_m).astype(np.int64)
    cells -= cells.min(axis=0) - 1
    votes = np.zeros(cells.max(axis=0) + 2)
    np.add.at(votes, tuple(cells.T), weights)
    around = np.sum(
        [np.roll(votes, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)],
        axis=0,
    )
    best = np.array(np.unravel_index(around.argmax(), around.shape))
    agree = np.abs(cells - best).max(axis=1) <= 1
    if weights[agree].sum() < _ENOUGH:
        return None
    return np.array([_median(displacements_m[agree, axis], weights[agree]) for axis in range(2)])


def _median(values: np.ndarray, weights: np.ndarray) -> float:
    order = np.argsort(values)
    half = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(half, half[-1] / 2)])
