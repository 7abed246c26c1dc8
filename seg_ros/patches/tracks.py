# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What is known of patches over time: they keep their ids, in view and out of it."""

from dataclasses import dataclass

import numpy as np

from seg_ros.datatypes import Pose2D
from seg_ros.patches.association import pair
from seg_ros.patches.detections import Detections
from seg_ros.patches.ground_points import GroundPoints, NO_POINTS
from seg_ros.patches.region_of_interest import RegionOfInterest


_MAX_ID = 2**32 - 1


class IdSource:
    """Ids from 1 on, never the same again until 32 bits are used up."""

    def __init__(self) -> None:
        """Begin with 1."""
        self._last = 0

    def draw(self, count: int) -> np.ndarray:
        """Return (N,) uint32 new ids."""
        ids = (self._last + np.arange(count)) % _MAX_ID + 1
        self._last = (self._last + count) % _MAX_ID
        return ids.astype(np.uint32)


@dataclass(frozen=True)
class TrackParameters:
    """
    How patches are followed.

    Nearer than `merge_distance_m` is the same one; one that is missing from view in more than
    `lose_after` images is given up, and so is one that lies wholly behind `behind_m` along x of
    the base frame, or farther away than `reach_m`.
    """

    merge_distance_m: float
    lose_after: int
    behind_m: float
    reach_m: float


class Tracks:
    """
    Patches of one kind, followed over the frames: T of them, those in view first.

    `ids` (T,) uint32, `sights` (T,) how often each was seen, `points` their pixels in the base
    frame of the last update; the first `in_view` are those that it found, in the same order.
    """

    def __init__(self, id_source: IdSource) -> None:
        """Start without tracks."""
        self._id_source = id_source
        self.forget()

    def forget(self) -> None:
        """Drop all that is known."""
        self.in_view = 0
        self.ids = np.zeros(0, np.uint32)
        self.sights, self._missed = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self._published = np.zeros(0, bool)
        self.points = NO_POINTS
        self._in_odom = NO_POINTS

    def update(
        self, found: Detections, pose: Pose2D, view: RegionOfInterest, patience: TrackParameters
    ) -> Detections:
        """
        Take in what an image shows, captured at `pose`, and return it with pieces gathered.

        What is found replaces what was known of a patch on the ground that is in view. The rest
        stays known, even where what is found does not reach the border of the view: it may hold
        together with the rest beyond that.
        """
        known = self._in_odom.in_base(pose)
        seen = _share_in_view(known, view)
        pairs = pair(known, seen, found, patience.merge_distance_m)
        found, pairs = found.gathered(pairs.wholes), pairs.gathered()
        missed = self._missed + (seen > 0.5)
        stays = (pairs.heirs < 0) & (missed <= patience.lose_after) & _near(known, patience)
        rows = np.where(stays, len(found) + np.cumsum(stays) - 1, pairs.heirs)
        in_parts = (pairs.heirs >= 0) & (seen < 1)
        kept = stays[known.owners]
        doubtful = np.flatnonzero(in_parts[known.owners])
        x_m, y_m = known.x_m[doubtful], known.y_m[doubtful]
        kept[doubtful] = (x_m >= patience.behind_m) & ~view.sees(x_m, y_m)
        self.points = found.points.joined(known.taken(kept, rows[known.owners[kept]]))
        self._in_odom = self.points.in_odom(pose)
        self.in_view = len(found)
        self._missed = np.concatenate([np.zeros(len(found), np.int64), missed[stays]])
        self._go_on(pairs.keepers, stays)
        return found

    @property
    def unpublished(self) -> np.ndarray:
        """Return (T,) bool: which have not been published."""
        return ~self._published

    def confirm(self, ids: np.ndarray) -> None:
        """Mark the tracks with these ids as published."""
        self._published |= np.isin(self.ids, ids)

    def _go_on(self, keepers: np.ndarray, stays: np.ndarray) -> None:
        """Put those found first, with their keeper's id or a new one, then those that stay."""
        new = keepers < 0
        ids, sights, published = (
            np.append(known, known.dtype.type(0))[keepers]
            for known in (self.ids, self.sights, self._published)
        )
        ids[new], sights[new], published[new] = (
            self._id_source.draw(int(np.count_nonzero(new))),
            0,
            False,
        )
        self.ids = np.concatenate([ids, self.ids[stays]])
        self.sights = np.concatenate([sights + 1, self.sights[stays]])
        self._published = np.concatenate([published, self._published[stays]])


def _share_in_view(known: GroundPoints, view: RegionOfInterest) -> np.ndarray:
    """Return (T,) float64: how much of each should be seen."""
    index, owners = known.sample
    seen = view.sees(known.x_m[index], known.y_m[index])
    return np.bincount(owners, seen, len(known.counts)) / np.bincount(owners)


def _near(known: GroundPoints, patience: TrackParameters) -> np.ndarray:
    """Return (T,) bool: which are not to be forgotten for being behind or far away."""
    first_m = np.hypot(known.x_m[known.starts], known.y_m[known.starts])
    return (known.highest(known.x_m) >= patience.behind_m) & (first_m <= patience.reach_m)
