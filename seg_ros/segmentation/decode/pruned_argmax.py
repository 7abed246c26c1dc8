# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Squares between the centers of four cells: who can win in each, and who does."""

from collections.abc import Callable

import numpy as np

from seg_ros.segmentation.buffer_pool import BufferPool
from seg_ros.segmentation.decode.resampling import evaluate, gaps, powers_of, Strip, surfaces_over

FILL, ASK, FIND = 0.4, 1.0, 95.0
"""
What it costs to fill a pixel, to ask there how far a rival is ahead of the first who can win, and
to find a rival in a square, all measured in comparisons of one more class at a pixel.
"""

PIXELS = 1 << 18
"""Pixels of contested squares that are worked on at a time: 1 MB for each plane of scores."""


class Squares:
    """
    The squares of a strip, in most of which one class alone can win.

    Within a square interpolation stays within its corners. The best class there is therefore at
    least the bar, the highest of the classes' lowest corners, and who reaches that with no corner
    does not win. `able` are the channels that can win somewhere, in rising order.
    """

    def __init__(self, strip: Strip, cells: np.ndarray) -> None:
        """Take the (C, n, w) float32 scores of a strip, less the highest of each cell."""
        self._rows = gaps(strip.rows, strip.span)
        self._columns = gaps(strip.columns, strip.columns.whole)
        hopes = cells.max(axis=(1, 2))
        self.able = np.flatnonzero(hopes == 0.0)
        self._corners = self._spread(cells)
        bar = _of_four(np.minimum, self._corners).max(axis=0)
        able = np.flatnonzero(hopes >= bar.min())
        if len(able) > len(self.able):
            self.able = able
            self._corners = self._spread(cells)
        self._can_win = _of_four(np.maximum, self._corners) >= bar
        counts = self._can_win.view(np.uint8).sum(axis=0, dtype=np.uint16).ravel()
        self._contested = np.flatnonzero(counts > 1)
        self._counts = counts[self._contested]

    @property
    def are_worth_it(self) -> bool:
        """Whether going by squares costs less than comparing all able classes everywhere."""
        rivals = (self._counts - 1).sum() / self._can_win[0].size
        pixels = self._rows.width * self._columns.width
        return FILL + (ASK + FIND / pixels) * rivals < len(self.able) - 1

    def argmax_pruned(self, ids: np.ndarray, pixels: np.ndarray, shelf: BufferPool) -> None:
        """Write the winners into the strip's (h, w) uint8 pixels; `ids` of the channels rise."""
        ids, rows, columns = ids[self.able], self._rows, self._columns
        # Right where one alone can win; what is contested is written over below.
        alone = (self._can_win.view(np.uint8) * ids[:, np.newaxis, np.newaxis]).max(axis=0)
        down, across = alone.shape
        canvas = shelf.take('canvas', (down, rows.width, across, columns.width), np.uint8)
        flat = canvas.reshape(down * rows.width, across * columns.width)
        flat.reshape(down, rows.width, -1)[:] = alone.repeat(columns.width, 1)[:, np.newaxis]
        # The most contested first: those in which three can win stand before those with two.
        order = np.argsort(~self._counts, kind='stable')
        step = max(1, PIXELS // (rows.width * columns.width))
        for start in range(0, len(order), step):
            some = order[start : start + step]
            places = np.divmod(self._contested[some], across)
            winners = self._winners(*places, self._counts[some], ids, shelf)
            winners = winners.reshape(-1, rows.width, columns.width)
            _lines(canvas)[places[0], :, places[1]] = _lines(winners)
        if isinstance(rows.pixels, slice) and isinstance(columns.pixels, slice):
            pixels[:] = flat[rows.pixels, columns.pixels]
        else:
            pixels[:] = flat[rows.pixels][:, columns.pixels]

    def _winners(
        self,
        down: np.ndarray,
        across: np.ndarray,
        counts: np.ndarray,
        ids: np.ndarray,
        shelf: BufferPool,
    ) -> np.ndarray:
        """Return the winners' ids, (squares, pixels) uint8, where so many can win."""
        who = np.nonzero(self._can_win[:, down, across].T)[1]
        first = counts.cumsum(dtype=np.intp) - counts
        # In each turn every square that has another rival asks how far that is ahead of its first
        # one who can win; as those with more stand in front, they are the first squares.
        turns = [np.count_nonzero(counts > turn) for turn in range(1, counts[0])]
        square = np.concatenate([np.arange(count) for count in turns])
        rival = who[np.concatenate([first[:count] + turn for turn, count in enumerate(turns, 1)])]
        down, across = down[square], across[square]
        surfaces = surfaces_over(
            self._at_corners(rival, down, across)
            - self._at_corners(who[first[square]], down, across),
            self._rows.middles[down],
            self._columns.middles[across],
        )
        powers = powers_of(
            self._rows.width, self._rows.step, self._columns.width, self._columns.step
        )
        ahead = shelf.take('ahead', (int(turns[0]), powers.shape[1]), np.float32)
        winners = shelf.take('winners', ahead.shape, np.uint8)
        winners[:] = ids[who[first], np.newaxis]
        rivals, start, best = ids[rival, np.newaxis], 0, np.zeros((1, 1), np.float32)
        for count, more in zip(map(int, turns), (*map(int, turns[1:]), 0)):
            end = start + count
            evaluate(surfaces[:, start:end], powers, out=ahead[:count])
            wins = (ahead[:count] > best).view(np.uint8)
            wins *= rivals[start:end]
            np.maximum(winners[:count], wins, out=winners[:count])
            start, best = end, np.maximum(ahead[:more], best[:more])
        return winners

    def _at_corners(self, who: np.ndarray, down: np.ndarray, across: np.ndarray) -> np.ndarray:
        """Return the scores of the able at the corners of a square for each, (4, N) float32."""
        size, line = self._corners[0].size, self._corners.shape[2]
        steps = np.array([[0], [1], [line], [line + 1]])
        return self._corners.ravel().take(who * size + down * line + across + steps)

    def _spread(self, cells: np.ndarray) -> np.ndarray:
        """Return the scores of the able at the corners of all squares, those at edges twice."""
        return cells[self.able].take(self._rows.ends, axis=1).take(self._columns.ends, axis=2)


def _of_four(choose: Callable, corners: np.ndarray) -> np.ndarray:
    """Return what is chosen of the four corners of each square."""
    pairs = choose(corners[:, :-1], corners[:, 1:])
    return choose(pairs[:, :, :-1], pairs[:, :, 1:])


def _lines(squares: np.ndarray) -> np.ndarray:
    """Return an array in which a line of pixels across a square is one element, moved at once."""
    return squares.view(np.dtype((np.void, squares.shape[-1])))[..., 0]
