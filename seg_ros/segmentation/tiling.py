# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""An image larger than the network: overlapping tiles go in, one grid of cells comes out."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

Answers = Sequence[np.ndarray]
"""What the heads say of one tile: (C, h, w) scores as float32, or (1, h, w) ids as uint8."""


@dataclass(frozen=True)
class Tiling:
    """
    Where tiles of `tile` = (height, width) pixels lie on an image: their first rows and columns.

    Both start at 0, rise, and leave no gap; the last tile may reach beyond the image.
    """

    tile: tuple[int, int]
    tops: tuple[int, ...]
    lefts: tuple[int, ...]

    @classmethod
    def over(
        cls, size: tuple[int, int], tile: tuple[int, int], unit: tuple[int, int], overlap: float
    ) -> 'Tiling':
        """
        Lay tiles evenly over an image of `size` pixels, at multiples of `unit` pixels.

        They overlap by `overlap` of their size at least, as far as a multiple of `unit` allows,
        which must divide the tile.
        """
        tops, lefts = map(_starts, size, tile, unit, (overlap, overlap))
        return cls(tile, tops, lefts)

    def grid(self, stride: tuple[int, int]) -> tuple[int, int]:
        """Return how many rows and columns of cells of `stride` pixels the tiles cover."""
        ends = self.tops[-1] + self.tile[0], self.lefts[-1] + self.tile[1]
        return ends[0] // stride[0], ends[1] // stride[1]


def sweep(
    tiling: Tiling,
    strides: Sequence[tuple[int, int]],
    run: Callable[[int, int], Answers],
) -> Iterator[tuple[int, int, np.ndarray]]:
    """
    Run every tile and yield finished rows of the joined grids: head, first row, (C, n, w) cells.

    `run` is handed the first row and column of a tile in pixels; `strides` are the heads' cells
    in pixels, divisors of the tile and of every start. Where tiles overlap, scores are blended,
    with weights that fall smoothly towards a tile's edge; ids come from the tile whose center is
    nearer. Yielded blocks of a head overlap by one row. They are views, good until the next one
    is asked for: one row of tiles is all that is held.
    """
    canvases: list[_Canvas] = []
    for row, top in enumerate(tiling.tops):
        for column, left in enumerate(tiling.lefts):
            answers = run(top, left)
            if not canvases:
                canvases = [
                    _Canvas(tiling, stride, answer) for stride, answer in zip(strides, answers)
                ]
            for canvas, answer in zip(canvases, answers):
                canvas.add(answer, row, column)
        for head, canvas in enumerate(canvases):
            yield (head, *canvas.finished(row))
            canvas.move_on(row)


class _Canvas:
    """The cells of one head under one row of tiles, and above them the last row that is done."""

    def __init__(self, tiling: Tiling, stride: tuple[int, int], answer: np.ndarray) -> None:
        channels, height, width = answer.shape
        blend = answer.dtype != np.uint8
        self._tops = [top // stride[0] for top in tiling.tops]
        self._lefts = [left // stride[1] for left in tiling.lefts]
        self._down = _shares(self._tops, height, blend).astype(answer.dtype)
        self._across = _shares(self._lefts, width, blend).astype(answer.dtype)
        self._cells = np.zeros((channels, 1 + height, self._across.shape[1]), answer.dtype)

    def add(self, answer: np.ndarray, row: int, column: int) -> None:
        _, height, width = answer.shape
        top, left = self._tops[row], self._lefts[column]
        down = self._down[row, top : top + height, np.newaxis]
        across = self._across[column, left : left + width]
        self._cells[:, 1:, left : left + width] += answer * (down * across)

    def finished(self, row: int) -> tuple[int, np.ndarray]:
        above = min(row, 1)
        return self._tops[row] - above, self._cells[:, 1 - above : 1 + self._done(row)]

    def move_on(self, row: int) -> None:
        done = self._done(row)
        kept = self._cells.shape[1] - done
        self._cells[:, :kept] = self._cells[:, done:]
        self._cells[:, kept:] = 0

    def _done(self, row: int) -> int:
        ends = [*self._tops[1:], self._down.shape[1]]
        return ends[row] - self._tops[row]


def _starts(length: int, tile: int, unit: int, overlap: float) -> tuple[int, ...]:
    beyond = -(-max(0, length - tile) // unit)
    step = max(1, int(tile * (1 - overlap)) // unit)
    hops = -(-beyond // step)
    return (0, *(hop * beyond // hops * unit for hop in range(1, hops + 1)))


def _shares(starts: Sequence[int], length: int, blend: bool) -> np.ndarray:
    """Return (tiles, cells) float64: what share each tile has in each cell; they sum to 1."""
    weights = np.zeros((len(starts), starts[-1] + length))
    bell = np.sin(np.pi * (np.arange(length) + 0.5) / length) ** 2
    for tile, start in enumerate(starts):
        weights[tile, start : start + length] = bell
    if blend:
        return weights / weights.sum(axis=0)
    return (np.arange(len(starts))[:, np.newaxis] == weights.argmax(axis=0)).astype(float)
