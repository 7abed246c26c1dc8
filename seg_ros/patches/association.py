# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Association of tracks with detections: by shared ground, then by distance."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from seg_ros.patches.detections import Detections
from seg_ros.patches.ground_points import GroundPoints

_CELL_PX = 1.5
_CELLS = 2000
_SIZED = 1000


@dataclass(frozen=True, eq=False)
class Association:
    """
    The association of T tracks and N detections.

    `track_of_detection` (N,) int64 is the track that each detection continues,
    `detection_of_track` (T,) int64 the detection that each track continues in; -1 is none. A track
    that continues in a detection of another track has merged with it. `merged_into` (N,) int64 is
    the detection that each one is a piece of: itself, unless the border of the region separates
    them.
    """

    track_of_detection: np.ndarray
    detection_of_track: np.ndarray
    merged_into: np.ndarray

    def assign_greedily(self, candidates: Iterable[tuple[int, int]]) -> None:
        """Take pairs (track, detection), best first, as long as both are single."""
        for track, detection in candidates:
            if self.detection_of_track[track] < 0 and self.track_of_detection[detection] < 0:
                self.detection_of_track[track] = detection
                self.track_of_detection[detection] = track

    def merged(self) -> 'Association':
        """Return the association after pieces are merged, as `Detections.merged` does."""
        kept, into = np.unique(self.merged_into, return_inverse=True)
        return Association(
            self.track_of_detection[kept],
            np.append(into, -1)[self.detection_of_track],
            np.arange(len(kept)),
        )


def associate(
    tracks: GroundPoints,
    visible_share: np.ndarray,
    detections: Detections,
    merge_distance_m: float,
) -> Association:
    """
    Associate tracks with detections; all points in the base frame.

    Pairs that share most ground come first, each patch once. A track left single of which most
    lies in a detection has merged into it. A detection left single of which most lies on the
    ground of a track is a piece of the track's detection, if the border cuts both, so that they
    may be connected beyond it. Then the rest is paired with the nearest center within
    `merge_distance_m`, if the track should be visible or the detection continues out of view.
    `visible_share` (T,) is the share of each track that should be visible.
    """
    count = len(detections)
    pairs = Association(np.full(count, -1), np.full(len(tracks.counts), -1), np.arange(count))
    if not len(tracks) or not count:
        return pairs
    sampled = tracks.select(*tracks.sample)
    first, second, votes = _votes(sampled, detections.points)
    order = np.argsort(-votes, kind='stable')
    pairs.assign_greedily(zip(first[order].tolist(), second[order].tolist()))
    is_merged = (
        (pairs.detection_of_track[first] < 0)
        & (visible_share[first] > 0.5)
        & (votes > sampled.counts[first] / 2)
    )
    pairs.detection_of_track[first[is_merged]] = second[is_merged]
    shared = votes * (tracks.counts / sampled.counts)[first]
    main = pairs.detection_of_track[first]
    is_piece = (
        (pairs.track_of_detection[second] < 0)
        & (visible_share[first] < 1)
        & (main >= 0)
        & detections.cut[second]
        & detections.cut[main]
        & (shared >= detections.points.counts[second] / 2)
    )
    pairs.track_of_detection[second[is_piece]] = first[is_piece]
    pairs.merged_into[second[is_piece]] = main[is_piece]
    pairs.assign_greedily(_nearest(sampled, visible_share, detections, pairs, merge_distance_m))
    return pairs


def _votes(
    tracks: GroundPoints, detections: GroundPoints
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return track, detection and how many points of the track lie in the detection."""
    some = slice(None, None, max(1, len(detections) // _SIZED))
    pixel_m = float(np.median(detections.half_x_m[some]) + np.median(detections.half_y_m[some]))
    cell_m = max(_CELL_PX * pixel_m, 1e-6)
    (low_x_m, rows_count), (low_y_m, columns_count) = (
        _axis(positions_m, cell_m) for positions_m in (detections.x_m, detections.y_m)
    )
    cells = np.full((rows_count, columns_count), -1, np.int32)

    def cells_of(points: GroundPoints) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        rows = np.floor((points.x_m - low_x_m) / cell_m).astype(np.int64)
        columns = np.floor((points.y_m - low_y_m) / cell_m).astype(np.int64)
        inside = (rows >= 0) & (columns >= 0) & (rows < rows_count) & (columns < columns_count)
        return rows[inside], columns[inside], inside

    rows, columns, inside = cells_of(detections)
    cells[rows, columns] = detections.owners[inside]
    rows, columns, inside = cells_of(tracks)
    hits = cells[rows, columns]
    hit, count = hits >= 0, detections.owners[-1] + 1
    keys, votes = np.unique(tracks.owners[inside][hit] * count + hits[hit], return_counts=True)
    return keys // count, keys % count, votes


def _axis(positions_m: np.ndarray, cell_m: float) -> tuple[float, int]:
    """
    Return where cells along an axis begin, and their number.

    Where the horizon is in view they lie around the median of the detected pixels, most of which
    are near: larger cells for all would confuse neighbors.
    """
    low_m = float(positions_m.min())
    count = int((positions_m.max() - low_m) / cell_m) + 1
    if count > _CELLS:
        return float(np.median(positions_m)) - _CELLS / 2 * cell_m, _CELLS
    return low_m, count


def _nearest(
    tracks: GroundPoints,
    visible_share: np.ndarray,
    detections: Detections,
    pairs: Association,
    merge_distance_m: float,
) -> list[tuple[int, int]]:
    """Return single tracks and detections near each other, nearest first."""
    single_tracks, single_detections = (
        np.flatnonzero(pairs.detection_of_track < 0),
        np.flatnonzero(pairs.track_of_detection < 0),
    )
    if not len(single_tracks) or not len(single_detections):
        return []
    offsets = (
        _centers(tracks)[single_tracks, np.newaxis]
        - _centers(detections.points)[single_detections]
    )
    distances_m = np.hypot(offsets[..., 0], offsets[..., 1])
    possible = (visible_share[single_tracks, np.newaxis] > 0) | detections.cut[single_detections]
    first, second = np.nonzero((distances_m < merge_distance_m) & possible)
    order = np.argsort(distances_m[first, second], kind='stable')
    return list(
        zip(single_tracks[first[order]].tolist(), single_detections[second[order]].tolist())
    )


def _centers(points: GroundPoints) -> np.ndarray:
    return (
        np.stack([points.total(points.x_m), points.total(points.y_m)], axis=1)
        / points.counts[:, np.newaxis]
    )
