# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The patches to publish: which tracks, and their numbers."""

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
    properties: RegionProperties,
    lanes: np.ndarray,
    listed: np.ndarray,
    detections: Detections,
    kind: int,
) -> Patches:
    """
    Return the tracks that are `listed`, (T,) bool, in their order.

    `lanes` (N,) are those of their points; `kind` is a flag set on all of them. The standard
    deviation of a center is that of a uniform distribution over one of its pixels, and over the
    whole patch where it is cut by the border of the region.
    """
    remembered = len(tracks.ids) - tracks.in_view
    cut = np.pad(detections.cut, (0, remembered))
    hidden_m = np.where(cut, properties.sizes_m.max(axis=1, initial=0.0), 0.0)
    flags = np.full(len(listed), kind) | cut * CUT | tracks.unpublished * FIRST_SIGHT
    flags[tracks.in_view :] |= REMEMBERED
    columns = Patches(
        tracks.ids,
        properties.centers_m,
        properties.sizes_m,
        properties.areas_m2,
        properties.class_ids,
        properties.scores,
        spans(tracks.points, lanes),
        np.pad(detections.boxes_px, ((0, remembered), (0, 0))),
        np.hypot(properties.pixels_m, hidden_m) / np.sqrt(12),
        flags.astype(np.uint8),
    )
    return columns if listed.all() else _select(columns, np.flatnonzero(listed))


def concatenated(parts: list[Patches]) -> tuple[Patches, np.ndarray]:
    """Return the patches of all parts, those in view first, and their indices before."""
    columns = Patches(
        *(
            np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(Patches)
        )
    )
    order = np.argsort(columns.flags & REMEMBERED, kind='stable')
    return _select(columns, order), order


def _select(patches: Patches, order: np.ndarray) -> Patches:
    return Patches(*(getattr(patches, field.name)[order] for field in fields(Patches)))


def outlines(
    detections: Detections, region: RegionOfInterest, listed: np.ndarray
) -> tuple[np.ndarray, ...]:
    """
    Return an (M, 2) float64 polygon in the base frame for each listed patch, after closing.

    `listed` (T,) bool begins with the detections; the polygons of the rest are empty. A patch in
    several pieces has the outline with the most corners.
    """
    polygons = [np.zeros((0, 2))] * len(listed)
    contours, hierarchy = cv2.findContours(
        (detections.labels > 0).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE
    )
    for contour, (_, _, _, parent) in zip(contours, hierarchy[0] if len(contours) else ()):
        columns, rows = contour[:, 0].T
        patch = detections.detection_of_label[detections.labels[rows[0], columns[0]]]
        if parent < 0 and patch >= 0 and len(rows) > len(polygons[patch]):
            points_m = np.stack(
                [region.part.x_m[rows, columns], region.part.y_m[rows, columns]], axis=1
            ).astype(np.float64)
            polygons[patch] = points_m[np.isfinite(points_m[:, 0])]
    return tuple(polygons[patch] for patch in np.flatnonzero(listed))
