# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The outlines of patches on the ground, for those who want to see them."""

import cv2
import numpy as np

from seg_ros.patches.detections import Detections
from seg_ros.patches.region_of_interest import RegionOfInterest


def outlines(
    found: Detections, view: RegionOfInterest, listed: np.ndarray
) -> tuple[np.ndarray, ...]:
    """
    Return an (M, 2) float64 polygon in the base frame for each patch that is listed, gaps closed.

    `listed` (T,) bool begins with those found; the polygons of the rest are empty. A patch in
    pieces has the outline with the most corners.
    """
    polygons = [np.zeros((0, 2))] * len(listed)
    contours, hierarchy = cv2.findContours(
        (found.labels > 0).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE
    )
    for contour, (_, _, _, parent) in zip(contours, hierarchy[0] if len(contours) else ()):
        columns, rows = contour[:, 0].T
        place = found.places[found.labels[rows[0], columns[0]]]
        if parent < 0 and place >= 0 and len(rows) > len(polygons[place]):
            points_m = np.stack(
                [view.part.x_m[rows, columns], view.part.y_m[rows, columns]], axis=1
            ).astype(np.float64)
            polygons[place] = points_m[np.isfinite(points_m[:, 0])]
    return tuple(polygons[place] for place in np.flatnonzero(listed))
