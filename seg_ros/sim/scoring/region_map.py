# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Ground truth regions along the strip, computed piece by piece, and the visible ones."""

from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from seg_ros.sim.scoring.regions import Regions, regions_of
from seg_ros.sim.world.ground_strip import PIXEL_M
from seg_ros.sim.world.world import World

_PIECE_PX, _AROUND_PX, _PIECES_CACHED = 1000, 500, 4


@dataclass(frozen=True, eq=False)
class VisibleRegions:
    """
    N regions that are completely visible, as arrays in the same order.

    `anchors` (N, 2) int64 is row and column of the first pixel on the strip, which is unique;
    `centers_m` (N, 2) float64 the center of its area along and across the strip, `radii_m` (N,)
    half its longer side, `stops_m` (N,) where it ends along the strip, `areas_m2` (N,) float64.
    """

    anchors: np.ndarray
    centers_m: np.ndarray
    radii_m: np.ndarray
    stops_m: np.ndarray
    areas_m2: np.ndarray

    def select(self, which: np.ndarray) -> 'VisibleRegions':
        """Return the regions where (N,) bool is True."""
        return VisibleRegions(*(getattr(self, name.name)[which] for name in fields(self)))


class RegionMap:
    """The regions of a world for one closing diameter; the latest pieces are cached."""

    def __init__(self, world: World, closing_px: int, min_area_px: float) -> None:
        """Start empty: pieces are computed on first use."""
        self._world = world
        self._closing_px, self._min_area_px = closing_px, min_area_px
        self._piece = lru_cache(_PIECES_CACHED)(self._make_piece)

    def visible(self, mask: np.ndarray, first_px: int) -> VisibleRegions:
        """Return the regions inside (H, W) bool, whose first row is `first_px` of the strip."""
        pieces = range(first_px // _PIECE_PX, (first_px + len(mask)) // _PIECE_PX + 1)
        parts = [
            visible.select(_is_inside(regions, top_px - first_px, mask))
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


def _is_inside(regions: Regions, offset_px: int, mask: np.ndarray) -> np.ndarray:
    rows = regions.rows + offset_px
    inside = (rows >= 0) & (rows < len(mask))
    inside &= mask[np.where(inside, rows, 0), regions.columns]
    return np.logical_and.reduceat(inside, regions.starts) if len(rows) else np.zeros(0, bool)


def _visible_regions(regions: Regions, top_px: int) -> VisibleRegions:
    if len(regions.sizes) == 0:
        empty = np.zeros(0)
        return VisibleRegions(np.zeros((0, 2), np.int64), np.zeros((0, 2)), empty, empty, empty)
    pixels = np.stack([regions.rows, regions.columns], axis=1)
    low, high = (part.reduceat(pixels, regions.starts) for part in (np.minimum, np.maximum))
    centers = np.add.reduceat(pixels, regions.starts) / regions.sizes[:, None]
    return VisibleRegions(
        anchors=pixels[regions.starts] + (top_px, 0),
        centers_m=(centers + (top_px, 0)) * PIXEL_M,
        radii_m=(high - low + 1).max(axis=1) * PIXEL_M / 2.0,
        stops_m=(high[:, 0] + top_px + 1) * PIXEL_M,
        areas_m2=regions.sizes * PIXEL_M**2,
    )
