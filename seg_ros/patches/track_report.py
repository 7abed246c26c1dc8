# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What is told of the patches that are known: which, and with what numbers."""

from dataclasses import fields

import cv2
import numpy as np

from seg_ros.datatypes import CUT, FIRST_SIGHT, Patches, REMEMBERED
from seg_ros.patches.detections import Detections
from seg_ros.patches.region_of_interest import RegionOfInterest
from seg_ros.patches.region_properties import RegionProperties
from seg_ros.patches.spray_runs import spans
from seg_ros.patches.tracks import Tracks


def report(
    tracks: Tracks,
    located: RegionProperties,
    lanes: np.ndarray,
    listed: np.ndarray,
    found: Detections,
    kind: int,
) -> Patches:
    """
    Return those tracks, (T,) bool, that are listed, in their order.

    `lanes` (N,) are those of their points; `kind` is a flag of them all.

    The center of a patch is taken to be as uncertain as a place on one of its pixels, and as one
    on the patch where the border of the view hides how it goes on.
    """
    remembered = len(tracks.ids) - tracks.in_view
    cut = np.pad(found.cut, (0, remembered))
    unknown_m = np.where(cut, located.sizes_m.max(axis=1, initial=0.0), 0.0)
    flags = np.full(len(listed), kind) | cut * CUT | tracks.unpublished * FIRST_SIGHT
    flags[tracks.in_view :] |= REMEMBERED
    columns = Patches(
        tracks.ids,
        located.centers_m,
        located.sizes_m,
        located.areas_m2,
        located.class_ids,
        located.scores,
        spans(tracks.points, lanes),
        np.pad(found.boxes_px, ((0, remembered), (0, 0))),
        np.hypot(located.pixels_m, unknown_m) / np.sqrt(12),
        flags.astype(np.uint8),
    )
    return columns if listed.all() else _picked(columns, np.flatnonzero(listed))


def joined(parts: list[Patches]) -> tuple[Patches, np.ndarray]:
    """Return the patches of all parts, those in view first, and where each of them was before."""
    columns = Patches(
        *(
            np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(Patches)
        )
    )
    order = np.argsort(columns.flags & REMEMBERED, kind='stable')
    return _picked(columns, order), order


def _picked(patches: Patches, order: np.ndarray) -> Patches:
    return Patches(*(getattr(patches, field.name)[order] for field in fields(Patches)))


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
