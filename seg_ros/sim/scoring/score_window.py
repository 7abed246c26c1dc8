# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A window of the strip behind the boom, with ground truth and sprayed ground."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seg_ros.sim.boom import Boom
from seg_ros.sim.valves import ValveEvent
from seg_ros.sim.world.ground_strip import CROP, PIXEL_M

CELL_PX = 10
"""Length of a cell, which is one lane wide, on a grid that starts at row 0."""


@dataclass(frozen=True, eq=False)
class ScoreWindow:
    """
    The rows start_px..stop_px of the strip, with a border of the length of a plant.

    `truth` (H, W) uint8, `owners` (H, W) int32 and `sprayed` (H, W) bool start at row `top_px`, a
    multiple of CELL_PX, as start_px and H are.
    """

    start_px: int
    stop_px: int
    top_px: int
    truth: np.ndarray
    owners: np.ndarray
    sprayed: np.ndarray
    boom: Boom

    @property
    def rows(self) -> slice:
        """Return the window's own rows, without the border."""
        return slice(self.start_px - self.top_px, self.stop_px - self.top_px)

    @cached_property
    def crop_cells(self) -> np.ndarray:
        """Return (H / CELL_PX, lanes) bool: the cells with a pixel of crop."""
        return self.cells_with(self.truth == CROP)

    def cells_with(self, pixels: np.ndarray) -> np.ndarray:
        """Return (H / CELL_PX, lanes) bool: the cells in which one of (H, W) bool is True."""
        along = np.logical_or.reduceat(pixels, np.arange(0, len(pixels), CELL_PX), axis=0)
        edges = self.boom.edges_px
        return np.logical_or.reduceat(along[:, : edges[-1]], edges[:-1], axis=1)

    def pixels_in(self, cells: np.ndarray) -> np.ndarray:
        """Return (rows, columns) bool: the window's own pixels under the boom in these cells."""
        return np.repeat(cells, CELL_PX, axis=0)[self.rows][:, self.boom.lanes]


def rows_px(start_m: float, stop_m: float) -> slice:
    """Return the rows of the strip with centers in start_m <= x < stop_m."""
    return slice(*(int(np.ceil(round(edge_m / PIXEL_M, 6))) for edge_m in (start_m, stop_m)))


def sprayed_mask(
    events: list[ValveEvent], boom: Boom, top_px: int, shape: tuple[int, int]
) -> np.ndarray:
    """Return (H, W) bool: the pixels that openings sprayed, from row `top_px` on."""
    sprayed = np.zeros(shape, bool)
    stop_m = (top_px + shape[0]) * PIXEL_M
    for event in events:
        rows = rows_px(event.start_m, min(event.stop_m, stop_m))
        columns = slice(*boom.edges_px[event.nozzle : event.nozzle + 2])
        sprayed[max(rows.start - top_px, 0) : max(rows.stop - top_px, 0), columns] = True
    return sprayed
