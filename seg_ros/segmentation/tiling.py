# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Run the network on overlapping tiles of an image, and join its outputs to one grid of cells."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

TileOutputs = Sequence[np.ndarray]
"""The outputs for one tile, by head: (C, h, w) float32 scores, or uint8 ids (and confidence)."""


@dataclass(frozen=True)
class Tiling:
    """
    The first rows and columns of the tiles of an image, each of `tile` = (height, width) pixels.

    Both start at 0, rise, and leave no gap; the last tile may extend beyond the image.
    """

    tile: tuple[int, int]
    tops: tuple[int, ...]
    lefts: tuple[int, ...]

    @classmethod
    def of_image(
        cls, size: tuple[int, int], tile: tuple[int, int], unit: tuple[int, int], overlap: float
    ) -> 'Tiling':
        """
        Distribute tiles evenly over an image of `size` pixels, at multiples of `unit` pixels.

        They overlap by at least `overlap` of their size, rounded to a multiple of `unit`, which
        must divide the tile.
        """
        tops, lefts = map(_starts, size, tile, unit, (overlap, overlap))
        return cls(tile, tops, lefts)

    def grid(self, stride: tuple[int, int]) -> tuple[int, int]:
        """Return how many rows and columns of cells of `stride` pixels the tiles cover."""
        ends = self.tops[-1] + self.tile[0], self.lefts[-1] + self.tile[1]
        return ends[0] // stride[0], ends[1] // stride[1]


def run_tiles(
    tiling: Tiling,
    strides: Sequence[tuple[int, int]],
    run: Callable[[int, int], TileOutputs],
) -> Iterator[tuple[int, int, np.ndarray]]:
    """
    Run every tile and yield finished rows of the joined grids: head, first row, (C, n, w) cells.

    `run` takes the first row and column of a tile in pixels; `strides` are the sizes of the heads'
    cells in pixels, divisors of the tile and of every start. Where tiles overlap, scores are
    averaged with weights that fall smoothly towards a tile's edge; ids are those of the tile whose
    center is nearer. Consecutive arrays of a head overlap by one row of cells. They are views,
    valid until the next ones are requested: only one row of tiles is kept in memory.
    """
    tile_rows: list[_TileRow] = []
    for row, top in enumerate(tiling.tops):
        for column, left in enumerate(tiling.lefts):
            outputs = run(top, left)
            if not tile_rows:
                tile_rows = [
                    _TileRow(tiling, stride, output) for stride, output in zip(strides, outputs)
                ]
            for tile_row, output in zip(tile_rows, outputs):
                tile_row.add(output, row, column)
        for head, tile_row in enumerate(tile_rows):
            yield (head, *tile_row.finished(row))
            tile_row.advance(row)


class _TileRow:
    """The cells of one head under one row of tiles, preceded by the last finished row of cells."""

    def __init__(self, tiling: Tiling, stride: tuple[int, int], output: np.ndarray) -> None:
        channels, height, width = output.shape
        blend = output.dtype != np.uint8
        self._tops = [top // stride[0] for top in tiling.tops]
        self._lefts = [left // stride[1] for left in tiling.lefts]
        self._down = _weights(self._tops, height, blend).astype(output.dtype)
        self._across = _weights(self._lefts, width, blend).astype(output.dtype)
        self._cells = np.zeros((channels, 1 + height, self._across.shape[1]), output.dtype)

    def add(self, output: np.ndarray, row: int, column: int) -> None:
        _, height, width = output.shape
        top, left = self._tops[row], self._lefts[column]
        down = self._down[row, top : top + height, np.newaxis]
        across = self._across[column, left : left + width]
        self._cells[:, 1:, left : left + width] += output * (down * across)

    def finished(self, row: int) -> tuple[int, np.ndarray]:
        above = min(row, 1)
        return self._tops[row] - above, self._cells[:, 1 - above : 1 + self._finished_rows(row)]

    def advance(self, row: int) -> None:
        finished = self._finished_rows(row)
        kept = self._cells.shape[1] - finished
        self._cells[:, :kept] = self._cells[:, finished:]
        self._cells[:, kept:] = 0

    def _finished_rows(self, row: int) -> int:
        ends = [*self._tops[1:], self._down.shape[1]]
        return ends[row] - self._tops[row]


def _starts(length: int, tile: int, unit: int, overlap: float) -> tuple[int, ...]:
    last = -(-max(0, length - tile) // unit)
    step = max(1, int(tile * (1 - overlap)) // unit)
    steps = -(-last // step)
    return (0, *(number * last // steps * unit for number in range(1, steps + 1)))


def _weights(starts: Sequence[int], length: int, blend: bool) -> np.ndarray:
    """Return (tiles, cells) float64: the weight of each tile in each cell; they sum to 1."""
    weights = np.zeros((len(starts), starts[-1] + length))
    bell = np.sin(np.pi * (np.arange(length) + 0.5) / length) ** 2
    for tile, start in enumerate(starts):
        weights[tile, start : start + length] = bell
    if blend:
        return weights / weights.sum(axis=0)
    return (np.arange(len(starts))[:, np.newaxis] == weights.argmax(axis=0)).astype(float)
