# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Which known patch is which of those in view: by the ground they share, then by distance."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from seg_ros.patches.detections import Detections
from seg_ros.patches.ground_points import GroundPoints

_CELL_PX = 1.5
_CELLS = 2000
_SIZED = 1000


@dataclass(frozen=True, eq=False)
class Pairs:
    """
    T known patches and N found ones: which goes on as which.

    `keepers` (N,) int64 is the known patch whose id a found one bears on, `heirs` (T,) int64 the
    found one that a known patch goes into; -1 is none. A known patch that goes into one whose
    keeper is another has grown together with it. `wholes` (N,) int64 is the found one of which
    each is a piece, itself unless the border of the view parts them.
    """

    keepers: np.ndarray
    heirs: np.ndarray
    wholes: np.ndarray

    def assign(self, candidates: Iterable[tuple[int, int]]) -> None:
        """Take pairs (known, found), best first, as long as both are single."""
        for known, found in candidates:
            if self.heirs[known] < 0 and self.keepers[found] < 0:
                self.heirs[known], self.keepers[found] = found, known

    def gathered(self) -> 'Pairs':
        """Return the same with the found pieces gathered, as `Detections.gathered` does."""
        kept, into = np.unique(self.wholes, return_inverse=True)
        return Pairs(self.keepers[kept], np.append(into, -1)[self.heirs], np.arange(len(kept)))


def pair(
    known: GroundPoints, known_in_view: np.ndarray, found: Detections, merge_distance_m: float
) -> Pairs:
    """
    Pair known patches with found ones; all points in the base frame.

    Most shared ground comes first, each patch once. A known patch that is left single though most
    of it lies in a found one has grown into it; a found one that is left single though most of it
    lies on the ground of a known one is a piece of that, if both are cut by the border and may
    hold together beyond it. Then what is left goes to the nearest center within
    `merge_distance_m`, if one should be seen or the other goes on out of view. `known_in_view`
    (T,) is the share of each that should be seen.
    """
    count = len(found)
    pairs = Pairs(np.full(count, -1), np.full(len(known.counts), -1), np.arange(count))
    if not len(known) or not count:
        return pairs
    sampled = known.taken(*known.sample)
    first, second, votes = _votes(sampled, found.points)
    order = np.argsort(-votes, kind='stable')
    pairs.assign(zip(first[order].tolist(), second[order].tolist()))
    grown = (
        (pairs.heirs[first] < 0)
        & (known_in_view[first] > 0.5)
        & (votes > sampled.counts[first] / 2)
    )
    pairs.heirs[first[grown]] = second[grown]
    shared = votes * (known.counts / sampled.counts)[first]
    heirs = pairs.heirs[first]
    pieces = (
        (pairs.keepers[second] < 0)
        & (known_in_view[first] < 1)
        & (heirs >= 0)
        & found.cut[second]
        & found.cut[heirs]
        & (shared >= found.points.counts[second] / 2)
    )
    pairs.keepers[second[pieces]] = first[pieces]
    pairs.wholes[second[pieces]] = heirs[pieces]
    pairs.assign(_nearest(sampled, known_in_view, found, pairs, merge_distance_m))
    return pairs


def _votes(known: GroundPoints, found: GroundPoints) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return known, found and the number of points of the one that lie in the other."""
    some = slice(None, None, max(1, len(found) // _SIZED))
    pixel_m = float(np.median(found.half_x_m[some]) + np.median(found.half_y_m[some]))
    cell_m = max(_CELL_PX * pixel_m, 1e-6)
    (low_x_m, rows_count), (low_y_m, columns_count) = (
        _axis(places_m, cell_m) for places_m in (found.x_m, found.y_m)
    )
    cells = np.full((rows_count, columns_count), -1, np.int32)

    def drawn(points: GroundPoints) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        rows = np.floor((points.x_m - low_x_m) / cell_m).astype(np.int64)
        columns = np.floor((points.y_m - low_y_m) / cell_m).astype(np.int64)
        inside = (rows >= 0) & (columns >= 0) & (rows < rows_count) & (columns < columns_count)
        return rows[inside], columns[inside], inside

    rows, columns, inside = drawn(found)
    cells[rows, columns] = found.owners[inside]
    rows, columns, inside = drawn(known)
    hits = cells[rows, columns]
    hit, count = hits >= 0, found.owners[-1] + 1
    keys, votes = np.unique(known.owners[inside][hit] * count + hits[hit], return_counts=True)
    return keys // count, keys % count, votes


def _axis(places_m: np.ndarray, cell_m: float) -> tuple[float, int]:
    """
    Return where cells along an axis begin, and how many there are.

    Where the horizon is in view they lie around the middle of the found pixels, most of which are
    near: larger cells for all would take neighbors for one another.
    """
    low_m = float(places_m.min())
    count = int((places_m.max() - low_m) / cell_m) + 1
    if count > _CELLS:
        return float(np.median(places_m)) - _CELLS / 2 * cell_m, _CELLS
    return low_m, count


def _nearest(
    known: GroundPoints,
    known_in_view: np.ndarray,
    found: Detections,
    pairs: Pairs,
    merge_distance_m: float,
) -> list[tuple[int, int]]:
    """Return those that are single and near each other, nearest first."""
    known_single, found_single = np.flatnonzero(pairs.heirs < 0), np.flatnonzero(pairs.keepers < 0)
    if not len(known_single) or not len(found_single):
        return []
    offsets = _centers(known)[known_single, np.newaxis] - _centers(found.points)[found_single]
    distances_m = np.hypot(offsets[..., 0], offsets[..., 1])
    possible = (known_in_view[known_single, np.newaxis] > 0) | found.cut[found_single]
    first, second = np.nonzero((distances_m < merge_distance_m) & possible)
    order = np.argsort(distances_m[first, second], kind='stable')
    return list(zip(known_single[first[order]].tolist(), found_single[second[order]].tolist()))


def _centers(points: GroundPoints) -> np.ndarray:
    return (
        np.stack([points.total(points.x_m), points.total(points.y_m)], axis=1)
        / points.counts[:, np.newaxis]
    )
