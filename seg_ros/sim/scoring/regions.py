# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Ground truth patches: connected components of weed, with gaps closed."""

from dataclasses import dataclass

import cv2
import numpy as np

from seg_ros.sim.scoring.score_window import CELL_PX, ScoreWindow
from seg_ros.sim.world.ground_strip import PIXEL_M, WEED


@dataclass(frozen=True, eq=False)
class Regions:
    """
    N regions of a piece of the ground truth, and their P weed pixels in the same order.

    `rows` and `columns` (P,) int64 are the pixels, sorted by region and then by row; region i
    starts at `starts[i]` and has `sizes[i]` pixels.
    """

    rows: np.ndarray
    columns: np.ndarray
    starts: np.ndarray
    sizes: np.ndarray

    def select(self, which: np.ndarray) -> 'Regions':
        """Return the regions where (N,) bool is True."""
        selected = np.repeat(which, self.sizes)
        sizes = self.sizes[which]
        return Regions(
            self.rows[selected], self.columns[selected], np.cumsum(sizes) - sizes, sizes
        )


def regions_of(truth: np.ndarray, closing_px: int, min_area_px: float) -> Regions:
    """Return the regions of (H, W) uint8 ground truth with at least `min_area_px` weed pixels."""
    weeds = (truth == WEED).astype(np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (closing_px, closing_px))
    closed = cv2.morphologyEx(weeds, cv2.MORPH_CLOSE, disc)
    labels = cv2.connectedComponents(closed, connectivity=8, ltype=cv2.CV_32S)[1]
    pixels = np.flatnonzero(weeds)
    owners = labels.ravel()[pixels]
    sizes = np.bincount(owners, minlength=1)
    rows, columns = np.divmod(pixels[np.argsort(owners, kind='stable')], truth.shape[1])
    regions = Regions(rows, columns, np.cumsum(sizes) - sizes, sizes)
    return regions.select(sizes >= max(1.0, min_area_px))


def needed_openings(window: ScoreWindow, closing_px: int, min_area_px: float) -> int:
    """
    Return the smallest number of valve openings in the window's own rows.

    Each region needs one opening per lane, from its first to its last cell in the lane, and one
    more for each interruption by cells with crop, which are not sprayed. An opening counts in the
    row where it starts.
    """
    regions = regions_of(window.truth[:, window.boom.columns], closing_px, min_area_px)
    cells, lanes = window.crop_cells.shape
    region = np.repeat(np.arange(len(regions.sizes)), regions.sizes)
    keys = np.unique(
        (region * lanes + window.boom.lanes[regions.columns]) * cells + regions.rows // CELL_PX
    )
    groups, rows = np.divmod(keys, cells)
    without_crop = ~window.crop_cells[rows, groups % lanes]
    groups, rows = groups[without_crop], rows[without_crop]
    crops_before = np.cumsum(window.crop_cells, axis=0)[rows, groups % lanes]
    starts = (np.diff(groups, prepend=-1) != 0) | (np.diff(crops_before, prepend=-1) != 0)
    own = slice(window.rows.start // CELL_PX, -(-window.rows.stop // CELL_PX))
    return int((starts & (rows >= own.start) & (rows < own.stop)).sum())


def closing_px(closing_mm: float) -> int:
    """Return the odd diameter in pixels of the disc that closes gaps, as in the tracker."""
    return 2 * int(closing_mm * 1e-3 / PIXEL_M / 2.0) + 1
