# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Counts of weeds, crops and ground pixels in one window of the strip, by ground truth."""

from dataclasses import astuple, dataclass

import cv2
import numpy as np

from seg_ros.sim.scoring.score_window import CELL_PX, ScoreWindow
from seg_ros.sim.world.ground_strip import CROP, PIXEL_M, WEED

HIT_SHARE = 0.8
"""Share of its area that must be sprayed for a weed to be hit."""

TOUCHED_M2 = 1e-4
"""Sprayed area above which a crop is touched."""

STRAY_M = 0.05
"""Distance from any weed above which sprayed ground is stray."""


@dataclass(frozen=True)
class Counts:
    """Counts of plants and pixels, which are added over sections."""

    weeds: int = 0
    reachable: int = 0
    hit: int = 0
    reachable_px: int = 0
    reachable_sprayed_px: int = 0
    crops: int = 0
    touched: int = 0
    ground_px: int = 0
    sprayed_px: int = 0
    needed_px: int = 0
    stray_px: int = 0
    needs: int = 0

    def __add__(self, other: 'Counts') -> 'Counts':
        """Return the sum of both."""
        return Counts(*(own + others for own, others in zip(astuple(self), astuple(other))))


@dataclass(frozen=True, eq=False)
class PlantsInWindow:
    """
    The N plants of a window, as arrays in the same order.

    `pixels` (P,) are flat indices of all their pixels in the window and `member` (P,) the index of
    the plant of each. `numbers` as in `ScoreWindow.owners`; `is_crop`, `beside` (partly beside the
    boom) and `blocked` (crop in one of its cells) are (N,) bool; `area_px` and `sprayed_px` (N,)
    int64 are numbers of pixels; `first_row` and `last_row` (N,) int64 are rows of the strip.
    """

    pixels: np.ndarray
    member: np.ndarray
    numbers: np.ndarray
    is_crop: np.ndarray
    beside: np.ndarray
    blocked: np.ndarray
    area_px: np.ndarray
    sprayed_px: np.ndarray
    first_row: np.ndarray
    last_row: np.ndarray

    @property
    def is_hit(self) -> np.ndarray:
        """Return (N,) bool: whether at least HIT_SHARE of the area was sprayed."""
        return self.sprayed_px >= HIT_SHARE * self.area_px

    def counted(self, window: ScoreWindow, length_px: int) -> np.ndarray:
        """Return (N,) bool: starts in the window's own rows, and is completely under the boom."""
        return (
            ~self.beside
            & (self.first_row >= window.start_px)
            & (self.first_row < window.stop_px)
            & (self.last_row < length_px)
        )


def plants_in(window: ScoreWindow) -> PlantsInWindow:
    """Return the plants of a window, cropped to it."""
    pixels = np.flatnonzero(window.owners)
    numbers, first, member = np.unique(
        window.owners.ravel()[pixels], return_index=True, return_inverse=True
    )
    rows, columns = np.divmod(pixels, window.owners.shape[1])
    last_row = np.zeros(len(numbers), np.int64)
    last_row[member] = rows  # rows ascend: the last assignment is the last row

    def sums(of_pixels: np.ndarray) -> np.ndarray:
        return np.bincount(member[of_pixels], minlength=len(numbers))

    boom = window.boom
    under = (columns >= boom.columns.start) & (columns < boom.columns.stop)
    lanes = boom.lanes[np.where(under, columns - boom.columns.start, 0)]
    blocked = under & window.crop_cells[rows // CELL_PX, lanes]
    return PlantsInWindow(
        pixels=pixels,
        member=member,
        numbers=numbers,
        is_crop=window.truth.ravel()[pixels[first]] == CROP,
        beside=sums(~under) > 0,
        blocked=sums(blocked) > 0,
        area_px=np.bincount(member, minlength=len(numbers)),
        sprayed_px=sums(window.sprayed.ravel()[pixels]),
        first_row=rows[first] + window.top_px,
        last_row=last_row + window.top_px,
    )


def count_window(window: ScoreWindow, plants: PlantsInWindow, length_px: int) -> Counts:
    """Return the counts of a window's own rows; plants count in the row where they start."""
    counted = plants.counted(window, length_px)
    weeds, crops = counted & ~plants.is_crop, counted & plants.is_crop
    reachable = weeds & ~plants.blocked
    return _ground_counts(window, plants) + Counts(
        weeds=int(weeds.sum()),
        reachable=int(reachable.sum()),
        hit=int((reachable & plants.is_hit).sum()),
        reachable_px=int(plants.area_px[reachable].sum()),
        reachable_sprayed_px=int(plants.sprayed_px[reachable].sum()),
        crops=int(crops.sum()),
        touched=int((crops & (plants.sprayed_px > TOUCHED_M2 / PIXEL_M**2)).sum()),
    )


def _ground_counts(window: ScoreWindow, plants: PlantsInWindow) -> Counts:
    sprayable = ~plants.is_crop & ~plants.blocked
    sprayable_px = np.zeros(window.truth.shape, bool)
    sprayable_px.ravel()[plants.pixels] = sprayable[plants.member]
    distance_m = (
        cv2.distanceTransform(
            (window.truth != WEED).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE
        )
        * PIXEL_M
    )
    under = (window.rows, window.boom.columns)
    sprayed = window.sprayed[under]
    return Counts(
        ground_px=sprayed.size,
        sprayed_px=int(sprayed.sum()),
        needed_px=int(window.pixels_in(window.cells_with(sprayable_px)).sum()),
        stray_px=int((sprayed & (distance_m[under] > STRAY_M)).sum()),
    )
