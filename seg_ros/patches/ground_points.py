# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Pixels on the ground, each with the patch (its owner) that it belongs to."""

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np

from seg_ros.datatypes import Pose2D

_SAMPLES = 200


@dataclass(frozen=True, eq=False)
class GroundPoints:
    """
    N pixels on the ground, sorted by owner; every owner from 0 to the last has at least one.

    All arrays are (N,). `x_m` and `y_m` float64 are centers, `half_x_m` and `half_y_m` float64
    half the extent of a pixel; `areas_m2` float64 is its ground, `class_ids` uint8 its class
    (255: none given), `scores` uint8 its confidence; `owners` int64 counts from 0.
    """

    x_m: np.ndarray
    y_m: np.ndarray
    half_x_m: np.ndarray
    half_y_m: np.ndarray
    areas_m2: np.ndarray
    class_ids: np.ndarray
    scores: np.ndarray
    owners: np.ndarray

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.owners)

    @cached_property
    def starts(self) -> np.ndarray:
        """Return where the points of each owner begin."""
        return starts_of(self.owners)

    @cached_property
    def counts(self) -> np.ndarray:
        """Return how many points each owner has."""
        return np.diff(self.starts, append=len(self))

    @cached_property
    def sample(self) -> tuple[np.ndarray, np.ndarray]:
        """Return indices and owners, (M,) int64, of at most 200 points of each owner, evenly."""
        taken = np.minimum(self.counts, _SAMPLES)
        owners = np.arange(len(taken)).repeat(taken)
        offsets = np.arange(len(owners)) - (taken.cumsum() - taken).repeat(taken)
        return self.starts[owners] + offsets * self.counts[owners] // taken[owners], owners

    @cached_property
    def covered_m2(self) -> np.ndarray:
        """Return (T,) float64: the area of each owner."""
        return self.total(self.areas_m2)

    @cached_property
    def edges_x_m(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (N,) float64 each: where along x a pixel begins and ends."""
        return self.x_m - self.half_x_m, self.x_m + self.half_x_m

    @cached_property
    def edges_y_m(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (N,) float64 each: where along y a pixel begins and ends."""
        return self.y_m - self.half_y_m, self.y_m + self.half_y_m

    def in_odom(self, pose: Pose2D) -> 'GroundPoints':
        """Return points of the base frame in the odometry frame; half extents stay."""
        x_m, y_m = pose.to_odom(self.x_m, self.y_m)
        return replace(self, x_m=x_m, y_m=y_m)

    def in_base(self, pose: Pose2D) -> 'GroundPoints':
        """Return points of the odometry frame in the base frame; half extents stay."""
        x_m, y_m = pose.to_base(self.x_m, self.y_m)
        return replace(self, x_m=x_m, y_m=y_m)

    def total(self, values: np.ndarray) -> np.ndarray:
        """Return (T,) float64: the sum over the points of each owner."""
        return self._reduced(np.add, values)

    def highest(self, values: np.ndarray) -> np.ndarray:
        """Return (T,) float64: the highest over the points of each owner."""
        return self._reduced(np.maximum, values)

    def lowest(self, values: np.ndarray) -> np.ndarray:
        """Return (T,) float64: the lowest over the points of each owner."""
        return self._reduced(np.minimum, values)

    def _reduced(self, how: np.ufunc, values: np.ndarray) -> np.ndarray:
        if not len(self):
            return np.zeros(0)
        return how.reduceat(values, self.starts, dtype=np.float64)

    def select(self, index: np.ndarray, owners: np.ndarray) -> 'GroundPoints':
        """Return the points at `index`, indices or bool, for other owners."""
        if index.dtype == bool:
            index = np.flatnonzero(index)
        names = [field.name for field in fields(self)][:-1]
        planes: dict[str, Any] = {name: getattr(self, name).take(index) for name in names}
        return GroundPoints(**planes, owners=owners)

    def select_owners(self, kept: np.ndarray) -> 'GroundPoints':
        """Return the points of the owners, (T,) bool, that are kept, renumbered from 0."""
        if kept.all():
            return self
        index = np.flatnonzero(kept[self.owners])
        return self.select(index, (np.cumsum(kept) - 1)[self.owners[index]])

    def joined(self, others: 'GroundPoints') -> 'GroundPoints':
        """Return both, sorted by owner; the others need not be."""
        if not len(others):
            return self
        planes = [
            np.concatenate([getattr(points, field.name) for points in (self, others)])
            for field in fields(self)
        ]
        both = GroundPoints(*planes)
        order = sorting(both.owners, int(both.owners.max()) + 1)
        return both.select(order, both.owners[order])


NO_POINTS = GroundPoints(
    *(np.zeros(0, kind) for kind in (*[np.float64] * 5, np.uint8, np.uint8, np.int64))
)


def sorting(keys: np.ndarray, limit: int) -> np.ndarray:
    """Return the stable order of whole numbers from 0 to below `limit`."""
    # numpy sorts numbers of 16 bits by counting, several times as fast as wider ones.
    return np.argsort(keys.astype(np.uint16) if limit <= 2**16 else keys, kind='stable')


def starts_of(sorted_keys: np.ndarray) -> np.ndarray:
    """Return where each run of equal keys begins."""
    if not len(sorted_keys):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate([[True], sorted_keys[1:] != sorted_keys[:-1]]))
