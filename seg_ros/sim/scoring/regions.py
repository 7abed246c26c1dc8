# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""True patches: connected weed regions of the truth map, gaps closed."""

from dataclasses import dataclass

import cv2
import numpy as np

from seg_ros.sim.scoring.score_window import CELL_PX, ScoreWindow
from seg_ros.sim.world.ground_strip import PIXEL_M, WEED


@dataclass(frozen=True, eq=False)
class Regions:
    """
    N regions of a piece of the truth map, and the P weed pixels they are made of, in their order.

    `rows` and `columns` (P,) int64 are the pixels, sorted by region and then by row; the region i
    begins at `starts[i]` and has `sizes[i]`.
    """

    rows: np.ndarray
    columns: np.ndarray
    starts: np.ndarray
    sizes: np.ndarray

    def select(self, which: np.ndarray) -> 'Regions':
        """Return those that (N,) bool says."""
        kept = np.repeat(which, self.sizes)
        sizes = self.sizes[which]
        return Regions(self.rows[kept], self.columns[kept], np.cumsum(sizes) - sizes, sizes)


def regions_of(truth: np.ndarray, closing_px: int, min_area_px: float) -> Regions:
    """Return the regions of a (H, W) uint8 truth map that have so many weed pixels or more."""
    weeds = (truth == WEED).astype(np.uint8)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (closing_px, closing_px))
    closed = cv2.morphologyEx(weeds, cv2.MORPH_CLOSE, disc)
    labels = cv2.connectedComponents(closed, connectivity=8, ltype=cv2.CV_32S)[1]
    places = np.flatnonzero(weeds)
    owners = labels.ravel()[places]
    sizes = np.bincount(owners, minlength=1)
    rows, columns = np.divmod(places[np.argsort(owners, kind='stable')], truth.shape[1])
    regions = Regions(rows, columns, np.cumsum(sizes) - sizes, sizes)
    return regions.select(sizes >= max(1.0, min_area_px))


def needed_openings(window: ScoreWindow, closing_px: int, min_area_px: float) -> int:
    """
    Return how often a valve must open, at least, in the window's own rows.

    Each region needs each lane that it lies in once, from its first to its last cell there, and
    once more wherever a cell with crop lies between two of its cells. Cells with crop are not
    needed. A need counts where it begins.
    """
    regions = regions_of(window.truth[:, window.boom.columns], closing_px, min_area_px)
    cells, lanes = window.crop_cells.shape
    region = np.repeat(np.arange(len(regions.sizes)), regions.sizes)
    keys = np.unique(
        (region * lanes + window.boom.lanes[regions.columns]) * cells + regions.rows // CELL_PX
    )
    groups, rows = np.divmod(keys, cells)
    free = ~window.crop_cells[rows, groups % lanes]
    groups, rows = groups[free], rows[free]
    crops_before = np.cumsum(window.crop_cells, axis=0)[rows, groups % lanes]
    begins = (np.diff(groups, prepend=-1) != 0) | (np.diff(crops_before, prepend=-1) != 0)
    own = slice(window.rows.start // CELL_PX, -(-window.rows.stop // CELL_PX))
    return int((begins & (rows >= own.start) & (rows < own.stop)).sum())


def closing_px(closing_mm: float) -> int:
    """Return the diameter on the strip of the disc that closes gaps: odd, as in the tracker."""
    return 2 * int(closing_mm * 1e-3 / PIXEL_M / 2.0) + 1
