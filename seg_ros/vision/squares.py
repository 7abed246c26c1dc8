# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Squares between the centres of four cells: who can win in each, and who does."""

from collections.abc import Callable

import numpy as np

from seg_ros.vision.bilinear import evaluate, powers_of, surfaces_over
from seg_ros.vision.gaps import gaps
from seg_ros.vision.grid import Strip
from seg_ros.vision.shelf import Shelf

PIXEL, RIVAL, SQUARE, CORNER = 0.4, 1.8, 15.0, 7.0
"""
What it costs to fill a pixel, to ask a rival about one, to find a square, and to look at it for
each class, all measured in comparisons of one more class at a pixel.
"""


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
        is_highest = (cells == 0.0).any(axis=(1, 2))
        self.able = np.flatnonzero(is_highest)
        self._corners = self._spread(cells)
        bar = _of_four(np.minimum, self._corners).max(axis=0)
        hopes = ~is_highest & (cells.max(axis=(1, 2)) >= bar.min())
        if hopes.any():
            self.able = np.flatnonzero(is_highest | hopes)
            self._corners = self._spread(cells)
        self._can_win = _of_four(np.maximum, self._corners) >= bar
        self._counts = np.count_nonzero(self._can_win, axis=0)

    @property
    def are_worth_it(self) -> bool:
        """Whether going by squares costs less than comparing all able classes everywhere."""
        rivals = self._counts[self._counts > 1].sum() / self._counts.size
        pixels, able = self._rows.width * self._columns.width, len(self.able)
        return PIXEL + RIVAL * rivals + (SQUARE + CORNER * able) / pixels < able - 1

    def settle(self, ids: np.ndarray, pixels: np.ndarray, shelf: Shelf) -> None:
        """Write the winners into the strip's (h, w) uint8 pixels; `ids` of the channels rise."""
        ids = ids[self.able]
        lowest = np.empty(self._counts.shape, np.uint8)
        for place in range(len(ids) - 1, -1, -1):
            lowest[self._can_win[place]] = ids[place]
        rows, columns, (down, across) = self._rows, self._columns, lowest.shape
        canvas = shelf.take('canvas', (down, rows.width, across, columns.width), np.uint8)
        flat = canvas.reshape(down * rows.width, across * columns.width)
        flat.reshape(down, rows.width, -1)[:] = lowest.repeat(columns.width, 1)[:, np.newaxis]
        places = np.nonzero(self._counts > 1)
        if len(places[0]):
            # The most contested first: those with a third rival stand before those with two.
            order = np.argsort(-self._counts[places], kind='stable')
            down, across = (place[order] for place in places)
            winners = self._winners(down, across, ids, shelf)
            canvas[down, :, across] = winners.reshape(len(down), rows.width, columns.width)
        if isinstance(rows.pixels, slice) and isinstance(columns.pixels, slice):
            pixels[:] = flat[rows.pixels, columns.pixels]
        else:
            pixels[:] = flat[rows.pixels][:, columns.pixels]

    def _winners(
        self, down: np.ndarray, across: np.ndarray, ids: np.ndarray, shelf: Shelf
    ) -> np.ndarray:
        """Return the winners' ids, (squares, pixels) uint8, of these contested squares."""
        counts = self._counts[down, across]
        turns, surfaces, ids = self._turns(down, across, ids, counts)
        powers = powers_of(
            self._rows.width, self._rows.step, self._columns.width, self._columns.step)
        shape = (len(down), powers.shape[1])
        lead, score = (shelf.take(name, shape, np.float32) for name in ('lead', 'score'))
        winners = shelf.take('winners', shape, np.uint8)
        for turn, who in enumerate(turns):
            count = who.stop - who.start
            evaluate(surfaces[who], powers, out=score[:count] if turn else lead)
            if turn == 0:
                winners[:] = ids[who]
                continue
            wins = (score[:count] > lead[:count]).view(np.uint8)
            wins *= ids[who]
            np.maximum(winners[:count], wins, out=winners[:count])
            np.maximum(lead[:count], score[:count], out=lead[:count])
        return winners

    def _turns(
        self, down: np.ndarray, across: np.ndarray, ids: np.ndarray, counts: np.ndarray
    ) -> tuple[list[slice], np.ndarray, np.ndarray]:
        """
        Return who competes in which turn, and their surfaces and (N, 1) ids.

        In each turn the next higher channel of every square that has one is asked, squares in
        their order; so the squares of a turn are the first ones.
        """
        square, who = np.nonzero(self._can_win[:, down, across].T)
        turn = np.arange(len(square)) - (counts.cumsum() - counts)[square]
        order = np.argsort(turn, kind='stable')
        square, who = square[order], who[order]
        ends = np.bincount(turn).cumsum().tolist()
        corners, line = self._corners.ravel(), self._corners.shape[2]
        first = who * self._corners[0].size + (down * line + across)[square]
        surfaces = surfaces_over(
            *(corners.take(first + step) for step in (0, 1, line, line + 1)),
            self._rows.offsets[down[square]], self._columns.offsets[across[square]])
        return [slice(*pair) for pair in zip((0, *ends), ends)], surfaces, ids[who, np.newaxis]

    def _spread(self, cells: np.ndarray) -> np.ndarray:
        """Return the scores of the able at the corners of all squares, those at edges twice."""
        return cells[self.able].take(self._rows.ends, axis=1).take(self._columns.ends, axis=2)


def _of_four(choose: Callable, corners: np.ndarray) -> np.ndarray:
    """Return what is chosen of the four corners of each square."""
    pairs = choose(corners[:, :-1], corners[:, 1:])
    return choose(pairs[:, :, :-1], pairs[:, :, 1:])
