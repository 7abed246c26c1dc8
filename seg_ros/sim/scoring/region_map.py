# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The true regions along the strip, made piece by piece, and which of them are in view."""

from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from seg_ros.sim.scoring.regions import Regions, regions_of
from seg_ros.sim.world.ground_strip import PIXEL_M
from seg_ros.sim.world.world import World

_PIECE_PX, _AROUND_PX, _PIECES_KEPT = 1000, 500, 4


@dataclass(frozen=True, eq=False)
class VisibleRegions:
    """
    N regions that are wholly visible, one array each and the same order.

    `anchors` (N, 2) int64 is the first row and column of each on the strip, which is unique;
    `centers_m` (N, 2) float64 the center of its area along and across the strip, `radii_m` (N,)
    half its longer side, `stops_m` (N,) where it ends along the strip, `areas_m2` (N,) float64.
    """

    anchors: np.ndarray
    centers_m: np.ndarray
    radii_m: np.ndarray
    stops_m: np.ndarray
    areas_m2: np.ndarray

    def select(self, which: np.ndarray) -> 'VisibleRegions':
        """Return those that (N,) bool says."""
        return VisibleRegions(*(getattr(self, name.name)[which] for name in fields(self)))


class RegionMap:
    """The regions of a world for one width of closing; only the latest pieces are kept."""

    def __init__(self, world: World, closing_px: int, min_area_px: float) -> None:
        """Begin empty: pieces are made on first use."""
        self._world = world
        self._closing_px, self._min_area_px = closing_px, min_area_px
        self._piece = lru_cache(_PIECES_KEPT)(self._make_piece)

    def visible(self, seen: np.ndarray, first_px: int) -> VisibleRegions:
        """Return the regions that lie wholly in (H, W) bool pixels from a row of the strip on."""
        pieces = range(first_px // _PIECE_PX, (first_px + len(seen)) // _PIECE_PX + 1)
        parts = [
            visible.select(_wholly_visible(regions, top_px - first_px, seen))
            for top_px, regions, visible in map(self._piece, pieces)
        ]
        return VisibleRegions(
            *(
                np.concatenate([getattr(part, name.name) for part in parts])
                for name in fields(VisibleRegions)
            )
        )

    def _make_piece(self, piece: int) -> tuple[int, Regions, VisibleRegions]:
        top_px = piece * _PIECE_PX - _AROUND_PX
        stop_px = (piece + 1) * _PIECE_PX + _AROUND_PX
        truth, _ = self._world.truth(top_px, stop_px)
        regions = regions_of(truth, self._closing_px, self._min_area_px)
        regions = regions.select(
            (regions.rows[regions.starts] >= _AROUND_PX)
            & (regions.rows[regions.starts] < _AROUND_PX + _PIECE_PX)
        )
        return top_px, regions, _visible_regions(regions, top_px)


def _wholly_visible(regions: Regions, offset_px: int, seen: np.ndarray) -> np.ndarray:
    rows = regions.rows + offset_px
    inside = (rows >= 0) & (rows < len(seen))
    inside &= seen[np.where(inside, rows, 0), regions.columns]
    return np.logical_and.reduceat(inside, regions.starts) if len(rows) else np.zeros(0, bool)


def _visible_regions(regions: Regions, top_px: int) -> VisibleRegions:
    if len(regions.sizes) == 0:
        nothing = np.zeros(0)
        return VisibleRegions(
            np.zeros((0, 2), np.int64), np.zeros((0, 2)), nothing, nothing, nothing
        )
    places = np.stack([regions.rows, regions.columns], axis=1)
    low, high = (part.reduceat(places, regions.starts) for part in (np.minimum, np.maximum))
    centers = np.add.reduceat(places, regions.starts) / regions.sizes[:, None]
    return VisibleRegions(
        anchors=places[regions.starts] + (top_px, 0),
        centers_m=(centers + (top_px, 0)) * PIXEL_M,
        radii_m=(high - low + 1).max(axis=1) * PIXEL_M / 2.0,
        stops_m=(high[:, 0] + top_px + 1) * PIXEL_M,
        areas_m2=regions.sizes * PIXEL_M**2,
    )
