# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The patches that one image shows."""

from dataclasses import dataclass

import numpy as np

from seg_ros.patches.ground_points import GroundPoints, sorting


@dataclass(frozen=True, eq=False)
class Detections:
    """
    N patches of one image.

    `points` are their own pixels in the base frame, `boxes_px` (N, 4) int32 their column, row,
    width and height in the image, `cut` (N,) bool whether they reach the border of the view;
    `labels` (h, w) int32 are the view's pixels, gaps closed, and `places` (L,) int64 says which
    patch each label is, -1 for none.
    """

    points: GroundPoints
    boxes_px: np.ndarray
    cut: np.ndarray
    labels: np.ndarray
    places: np.ndarray

    def __len__(self) -> int:
        """Return the number of patches."""
        return len(self.cut)

    def gathered(self, wholes: np.ndarray) -> 'Detections':
        """
        Return the patches with pieces gathered.

        `wholes` (N,) int64 is the patch of which each is a piece; those that are their own whole
        stay, in their order.
        """
        kept, into = np.unique(wholes, return_inverse=True)
        if len(kept) == len(self):
            return self
        owners = into[self.points.owners]
        order = sorting(owners, len(kept))
        corners_px = self.boxes_px.copy()
        corners_px[:, 2:] += corners_px[:, :2]
        boxes_px = corners_px[kept]
        np.minimum.at(boxes_px[:, :2], into, corners_px[:, :2])
        np.maximum.at(boxes_px[:, 2:], into, corners_px[:, 2:])
        boxes_px[:, 2:] -= boxes_px[:, :2]
        return Detections(
            self.points.taken(order, owners[order]),
            boxes_px,
            np.bincount(into, self.cut) > 0,
            self.labels,
            np.append(into, -1)[self.places],
        )
