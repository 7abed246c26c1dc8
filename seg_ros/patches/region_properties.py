# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Position, size, class and score of patches, computed from their pixels."""

from dataclasses import dataclass

import numpy as np

from seg_ros.patches.ground_points import GroundPoints


@dataclass(frozen=True, eq=False)
class RegionProperties:
    """N patches measured; the arrays are those of `Patches`, `pixels_m` (N,) a pixel's side."""

    centers_m: np.ndarray
    sizes_m: np.ndarray
    areas_m2: np.ndarray
    class_ids: np.ndarray
    scores: np.ndarray
    pixels_m: np.ndarray


def region_properties(points: GroundPoints) -> RegionProperties:
    """
    Return area, centroid of the area, extent, most common class and mean confidence of each owner.

    The extent is measured between the outer edges of the outermost pixels, not their centers.
    """
    counts, areas_m2 = points.counts, points.covered_m2
    centers_m = [
        points.total(positions_m * points.areas_m2) / areas_m2
        for positions_m in (points.x_m, points.y_m)
    ]
    sizes_m = [
        points.highest(ends_m) - points.lowest(begins_m)
        for begins_m, ends_m in (points.edges_x_m, points.edges_y_m)
    ]
    return RegionProperties(
        np.stack(centers_m, axis=1),
        np.stack(sizes_m, axis=1),
        areas_m2,
        _most_common(points, len(counts)),
        points.total(points.scores) / (255.0 * counts),
        np.sqrt(areas_m2 / counts),
    )


def _most_common(points: GroundPoints, count: int) -> np.ndarray:
    if not count or np.all(points.class_ids == points.class_ids[0]):
        return np.full(count, points.class_ids[0] if count else 0, np.uint8)
    present = np.flatnonzero(np.bincount(points.class_ids)).astype(np.uint8)
    ranks = np.zeros(256, np.int64)
    ranks[present] = np.arange(len(present))
    votes = np.bincount(
        points.owners * len(present) + ranks.take(points.class_ids), minlength=len(present) * count
    )
    return present[votes.reshape(count, len(present)).argmax(axis=1)]
