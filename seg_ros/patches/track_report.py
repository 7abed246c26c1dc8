# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What is told of the patches that are known: which, and with what numbers."""

from dataclasses import fields

import numpy as np

from seg_ros.datatypes import CUT, FIRST_SIGHT, Patches, REMEMBERED
from seg_ros.patches.detections import Detections
from seg_ros.patches.region_properties import RegionProperties
from seg_ros.patches.spray_runs import spans
from seg_ros.patches.tracks import Tracks


def tell(
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

    The centre of a patch is taken to be as uncertain as a place on one of its pixels, and as one
    on the patch where the border of the view hides how it goes on.
    """
    remembered = len(tracks.ids) - tracks.in_view
    cut = np.pad(found.cut, (0, remembered))
    unknown_m = np.where(cut, located.sizes_m.max(axis=1, initial=0.0), 0.0)
    flags = np.full(len(listed), kind) | cut * CUT | tracks.unpublished * FIRST_SIGHT
    flags[tracks.in_view :] |= REMEMBERED
    columns = Patches(
        tracks.ids,
        located.centres_m,
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
