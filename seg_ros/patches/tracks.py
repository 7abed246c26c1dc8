# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Tracks: patches that keep their ids over time, in view and out of view."""

from dataclasses import dataclass

import numpy as np

from seg_ros.datatypes import Pose2D
from seg_ros.patches.association import associate
from seg_ros.patches.detections import Detections
from seg_ros.patches.ground_points import GroundPoints, NO_POINTS
from seg_ros.patches.region_of_interest import RegionOfInterest


_MAX_ID = 2**32 - 1


class IdSource:
    """Ids from 1, unique until 32 bits are used up."""

    def __init__(self) -> None:
        """Start at 1."""
        self._last = 0

    def draw(self, count: int) -> np.ndarray:
        """Return (N,) uint32 new ids."""
        ids = (self._last + np.arange(count)) % _MAX_ID + 1
        self._last = (self._last + count) % _MAX_ID
        return ids.astype(np.uint32)


@dataclass(frozen=True)
class TrackParameters:
    """
    When detections belong to a track, and when a track is deleted.

    A detection nearer than `merge_distance_m` may be the same patch. A track is deleted when it is
    missed in more than `lose_after` images in which it should be visible, when it lies wholly
    behind `behind_m` along x of the base frame, or farther away than `max_distance_m`.
    """

    merge_distance_m: float
    lose_after: int
    behind_m: float
    max_distance_m: float


class Tracks:
    """
    T tracks of one kind of patches, those detected in the last image first.

    `ids` (T,) uint32, `hits` (T,) how often each was detected, `points` their pixels in the base
    frame of the last update; the first `in_view` are those that it detected, in the same order.
    """

    def __init__(self, id_source: IdSource) -> None:
        """Start without tracks."""
        self._id_source = id_source
        self.forget()

    def forget(self) -> None:
        """Delete all tracks."""
        self.in_view = 0
        self.ids = np.zeros(0, np.uint32)
        self.hits, self._missed = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self._published = np.zeros(0, bool)
        self.points = NO_POINTS
        self._in_odom = NO_POINTS

    def update(
        self,
        detections: Detections,
        pose: Pose2D,
        region: RegionOfInterest,
        parameters: TrackParameters,
    ) -> Detections:
        """
        Update with the detections of an image captured at `pose`; return them with pieces merged.

        A detection replaces the part of its track on the ground in view. The part out of view
        stays, even where the detection does not touch the border: both may be connected beyond
        it.
        """
        tracks = self._in_odom.in_base(pose)
        visible_share = _share_in_view(tracks, region)
        pairs = associate(tracks, visible_share, detections, parameters.merge_distance_m)
        detections, pairs = detections.merged(pairs.merged_into), pairs.merged()
        missed = self._missed + (visible_share > 0.5)
        stays = (
            (pairs.detection_of_track < 0)
            & (missed <= parameters.lose_after)
            & _near(tracks, parameters)
        )
        rows = np.where(stays, len(detections) + np.cumsum(stays) - 1, pairs.detection_of_track)
        is_partly_visible = (pairs.detection_of_track >= 0) & (visible_share < 1)
        kept = stays[tracks.owners]
        candidates = np.flatnonzero(is_partly_visible[tracks.owners])
        x_m, y_m = tracks.x_m[candidates], tracks.y_m[candidates]
        kept[candidates] = (x_m >= parameters.behind_m) & ~region.contains(x_m, y_m)
        self.points = detections.points.joined(tracks.select(kept, rows[tracks.owners[kept]]))
        self._in_odom = self.points.in_odom(pose)
        self.in_view = len(detections)
        self._missed = np.concatenate([np.zeros(len(detections), np.int64), missed[stays]])
        self._assign_ids(pairs.track_of_detection, stays)
        return detections

    @property
    def unpublished(self) -> np.ndarray:
        """Return (T,) bool: which have not been published."""
        return ~self._published

    def confirm(self, ids: np.ndarray) -> None:
        """Mark the tracks with these ids as published."""
        self._published |= np.isin(self.ids, ids)

    def _assign_ids(self, track_of_detection: np.ndarray, stays: np.ndarray) -> None:
        """Put detections first, with the id of their track or a new one, then tracks that stay."""
        new = track_of_detection < 0
        ids, hits, published = (
            np.append(column, column.dtype.type(0))[track_of_detection]
            for column in (self.ids, self.hits, self._published)
        )
        ids[new], hits[new], published[new] = (
            self._id_source.draw(int(np.count_nonzero(new))),
            0,
            False,
        )
        self.ids = np.concatenate([ids, self.ids[stays]])
        self.hits = np.concatenate([hits + 1, self.hits[stays]])
        self._published = np.concatenate([published, self._published[stays]])


def _share_in_view(tracks: GroundPoints, region: RegionOfInterest) -> np.ndarray:
    """Return (T,) float64: the share of each track that should be visible."""
    index, owners = tracks.sample
    visible = region.contains(tracks.x_m[index], tracks.y_m[index])
    return np.bincount(owners, visible, len(tracks.counts)) / np.bincount(owners)


def _near(tracks: GroundPoints, parameters: TrackParameters) -> np.ndarray:
    """Return (T,) bool: which tracks are neither behind nor far away."""
    first_m = np.hypot(tracks.x_m[tracks.starts], tracks.y_m[tracks.starts])
    return (tracks.highest(tracks.x_m) >= parameters.behind_m) & (
        first_m <= parameters.max_distance_m
    )
