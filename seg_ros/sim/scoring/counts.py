# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Counts on one window of the strip by truth: weeds, crops and ground."""

from dataclasses import astuple, dataclass

import cv2
import numpy as np

from seg_ros.sim.scoring.score_window import CELL_PX, ScoreWindow
from seg_ros.sim.world.ground_strip import CROP, PIXEL_M, WEED

HIT_SHARE = 0.8
"""A weed is hit when this share of its area was sprayed."""

TOUCHED_M2 = 1e-4
"""A crop is touched when more than this was sprayed."""

STRAY_M = 0.05
"""Sprayed ground is stray when it lies farther than this from any weed."""


@dataclass(frozen=True)
class Counts:
    """Counts of plants and pixels that add up over sections."""

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
        """Return the counts of both."""
        return Counts(*(mine + more for mine, more in zip(astuple(self), astuple(other))))


@dataclass(frozen=True, eq=False)
class PlantsInWindow:
    """
    The plants of a window, one array each and the same order.

    `places` (P,) are flat indices of all their pixels in the window and `member` (P,) whose they
    are. `numbers` as in `Window.owners`; `is_crop`, `beside` (drawn partly beside the boom) and
    `blocked` (one of its cells holds crop) are (N,) bool; `area_px` and `sprayed_px` (N,) int64
    its drawn pixels; `first_row` and `last_row` (N,) int64 of the strip.
    """

    places: np.ndarray
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
        """Return (N,) bool: whether enough of it was sprayed."""
        return self.sprayed_px >= HIT_SHARE * self.area_px

    def counted(self, window: ScoreWindow, length_px: int) -> np.ndarray:
        """Return (N,) bool: begins in the window's own rows, and lies wholly under the boom."""
        return (
            ~self.beside
            & (self.first_row >= window.start_px)
            & (self.first_row < window.stop_px)
            & (self.last_row < length_px)
        )


def plants_in(window: ScoreWindow) -> PlantsInWindow:
    """Return the plants of a window, as far as they lie in it."""
    places = np.flatnonzero(window.owners)
    numbers, first, member = np.unique(
        window.owners.ravel()[places], return_index=True, return_inverse=True
    )
    rows, columns = np.divmod(places, window.owners.shape[1])
    last_row = np.zeros(len(numbers), np.int64)
    last_row[member] = rows  # rows ascend, so that the last one stays

    def sums(of_pixels: np.ndarray) -> np.ndarray:
        return np.bincount(member[of_pixels], minlength=len(numbers))

    boom = window.boom
    under = (columns >= boom.columns.start) & (columns < boom.columns.stop)
    lanes = boom.lanes[np.where(under, columns - boom.columns.start, 0)]
    blocked = under & window.crop_cells[rows // CELL_PX, lanes]
    return PlantsInWindow(
        places=places,
        member=member,
        numbers=numbers,
        is_crop=window.truth.ravel()[places[first]] == CROP,
        beside=sums(~under) > 0,
        blocked=sums(blocked) > 0,
        area_px=np.bincount(member, minlength=len(numbers)),
        sprayed_px=sums(window.sprayed.ravel()[places]),
        first_row=rows[first] + window.top_px,
        last_row=last_row + window.top_px,
    )


def count_window(window: ScoreWindow, plants: PlantsInWindow, length_px: int) -> Counts:
    """Return the counts of a window's own rows; plants count where they begin."""
    counted = plants.counted(window, length_px)
    weeds, crops = counted & ~plants.is_crop, counted & plants.is_crop
    reachable = weeds & ~plants.blocked
    return _on_ground(window, plants) + Counts(
        weeds=int(weeds.sum()),
        reachable=int(reachable.sum()),
        hit=int((reachable & plants.is_hit).sum()),
        reachable_px=int(plants.area_px[reachable].sum()),
        reachable_sprayed_px=int(plants.sprayed_px[reachable].sum()),
        crops=int(crops.sum()),
        touched=int((crops & (plants.sprayed_px > TOUCHED_M2 / PIXEL_M**2)).sum()),
    )


def _on_ground(window: ScoreWindow, plants: PlantsInWindow) -> Counts:
    wanted = ~plants.is_crop & ~plants.blocked
    wanted_px = np.zeros(window.truth.shape, bool)
    wanted_px.ravel()[plants.places] = wanted[plants.member]
    far_m = (
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
        needed_px=int(window.pixels_in(window.cells_with(wanted_px)).sum()),
        stray_px=int((sprayed & (far_m[under] > STRAY_M)).sum()),
    )
