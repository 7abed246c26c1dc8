# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A window of the strip behind the boom, with truth and sprayed ground to be scored."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seg_ros.sim.boom import Boom
from seg_ros.sim.valves import ValveEvent
from seg_ros.sim.world.ground_strip import CROP, PIXEL_M

CELL_PX = 10
"""A cell is one lane wide and this many pixels long, on a grid that begins at row 0."""


@dataclass(frozen=True, eq=False)
class ScoreWindow:
    """
    The rows start_px..stop_px of the strip, and as much around them as a plant is long.

    `truth` (H, W) uint8, `owners` (H, W) int32 and `sprayed` (H, W) bool begin at `top_px`, a
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
        """Return the window's own rows, without those around."""
        return slice(self.start_px - self.top_px, self.stop_px - self.top_px)

    @cached_property
    def crop_cells(self) -> np.ndarray:
        """Return (H / CELL_PX, lanes) bool: the cells that hold a pixel of crop."""
        return self.cells_with(self.truth == CROP)

    def cells_with(self, pixels: np.ndarray) -> np.ndarray:
        """Return (H / CELL_PX, lanes) bool: the cells that hold one of the (H, W) bool pixels."""
        along = np.logical_or.reduceat(pixels, np.arange(0, len(pixels), CELL_PX), axis=0)
        edges = self.boom.edges_px
        return np.logical_or.reduceat(along[:, : edges[-1]], edges[:-1], axis=1)

    def pixels_in(self, cells: np.ndarray) -> np.ndarray:
        """Return (rows, columns) bool: the window's own pixels under the boom in such cells."""
        return np.repeat(cells, CELL_PX, axis=0)[self.rows][:, self.boom.lanes]


def rows_px(start_m: float, stop_m: float) -> slice:
    """Return the rows of the strip whose centers lie in start_m <= x < stop_m."""
    return slice(*(int(np.ceil(round(place_m / PIXEL_M, 6))) for place_m in (start_m, stop_m)))


def sprayed_mask(
    events: list[ValveEvent], boom: Boom, top_px: int, shape: tuple[int, int]
) -> np.ndarray:
    """Return (H, W) bool: the pixels that openings made wet, from row `top_px` on."""
    sprayed = np.zeros(shape, bool)
    stop_m = (top_px + shape[0]) * PIXEL_M
    for event in events:
        rows = rows_px(event.start_m, min(event.stop_m, stop_m))
        columns = slice(*boom.edges_px[event.nozzle : event.nozzle + 2])
        sprayed[max(rows.start - top_px, 0) : max(rows.stop - top_px, 0), columns] = True
    return sprayed
