# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The detections of one image: components that cover enough ground."""

from dataclasses import dataclass

import numpy as np

from seg_ros.patches.ground_points import GroundPoints, sorting


@dataclass(frozen=True, eq=False)
class Detections:
    """
    N detections of one image.

    `points` are their own pixels in the base frame, `boxes_px` (N, 4) int32 their column, row,
    width and height in the image, `cut` (N,) bool whether they touch the border of the region;
    `labels` (h, w) int32 is the region after closing, and `detection_of_label` (L,) int64 the
    detection of each label, -1 for none.
    """

    points: GroundPoints
    boxes_px: np.ndarray
    cut: np.ndarray
    labels: np.ndarray
    detection_of_label: np.ndarray

    def __len__(self) -> int:
        """Return the number of detections."""
        return len(self.cut)

    def merged(self, merged_into: np.ndarray) -> 'Detections':
        """
        Return the detections with pieces merged.

        `merged_into` (N,) int64 is the detection that each becomes a part of; those that stay keep
        their order.
        """
        kept, into = np.unique(merged_into, return_inverse=True)
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
            self.points.select(order, owners[order]),
            boxes_px,
            np.bincount(into, self.cut) > 0,
            self.labels,
            np.append(into, -1)[self.detection_of_label],
        )
