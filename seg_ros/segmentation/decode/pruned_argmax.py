# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Argmax block by block: only classes that can win in a block are compared there."""

from collections.abc import Callable

import numpy as np

from seg_ros.segmentation.buffer_pool import BufferPool
from seg_ros.segmentation.decode.resampling import (
    bilinear_coefficients,
    bilinear_terms,
    evaluate,
    intervals_of,
    Strip,
)

FILL_COST, COMPARE_COST, SEARCH_COST = 0.4, 1.0, 95.0
"""
Measured cost of filling a pixel, of comparing one more candidate at a pixel, and of finding one
more candidate of a block; the unit is the comparison of one class at a pixel of the whole strip.
"""

PIXELS_AT_ONCE = 1 << 18
"""Pixels of undecided blocks that are compared at a time: 1 MB for each plane of scores."""


class PixelBlocks:
    """
    The blocks of a strip, in most of which only one class can win.

    A block is the pixels between the centers of four neighboring cells, its corners. Bilinear
    interpolation stays between the lowest and the highest score of the corners. The winner of a
    pixel therefore scores at least the lower bound of its block, which is the largest of all
    classes' lowest corners; a class whose highest corner is below it is no candidate there.
    `candidates` are the channels that are a candidate in some block, in rising order.
    """

    def __init__(self, strip: Strip, cells: np.ndarray) -> None:
        """Take the (C, n, w) float32 scores of a strip, less the highest of each cell."""
        self._rows = intervals_of(strip.rows, strip.span)
        self._columns = intervals_of(strip.columns, strip.columns.full_span)
        upper_bounds = cells.max(axis=(1, 2))
        # First the classes that win a cell; others are added if they reach the lowest bound.
        self.candidates = np.flatnonzero(upper_bounds == 0.0)
        self._corners = self._corner_scores(cells)
        lower_bounds = _of_corners(np.minimum, self._corners).max(axis=0)
        candidates = np.flatnonzero(upper_bounds >= lower_bounds.min())
        if len(candidates) > len(self.candidates):
            self.candidates = candidates
            self._corners = self._corner_scores(cells)
        self._is_candidate = _of_corners(np.maximum, self._corners) >= lower_bounds
        counts = self._is_candidate.view(np.uint8).sum(axis=0, dtype=np.uint16).ravel()
        self._undecided = np.flatnonzero(counts > 1)
        self._counts = counts[self._undecided]

    @property
    def saves_time(self) -> bool:
        """Whether going block by block costs less than comparing all candidates everywhere."""
        others = (self._counts - 1).sum() / self._is_candidate[0].size
        pixels = self._rows.width * self._columns.width
        cost = FILL_COST + (COMPARE_COST + SEARCH_COST / pixels) * others
        return cost < len(self.candidates) - 1

    def argmax_pruned(self, ids: np.ndarray, pixels: np.ndarray, buffers: BufferPool) -> None:
        """Write the winners into the strip's (h, w) uint8 pixels; `ids` of the channels rise."""
        ids, rows, columns = ids[self.candidates], self._rows, self._columns
        # Right where there is one candidate; undecided blocks are overwritten below.
        only = (self._is_candidate.view(np.uint8) * ids[:, np.newaxis, np.newaxis]).max(axis=0)
        down, across = only.shape
        shape = (down, rows.width, across, columns.width)
        blocks = buffers.get_buffer('blocks', shape, np.uint8)
        flat = blocks.reshape(down * rows.width, across * columns.width)
        flat.reshape(down, rows.width, -1)[:] = only.repeat(columns.width, 1)[:, np.newaxis]
        # Blocks with three candidates come before those with two.
        order = np.argsort(~self._counts, kind='stable')
        step = max(1, PIXELS_AT_ONCE // (rows.width * columns.width))
        for start in range(0, len(order), step):
            part = order[start : start + step]
            positions = np.divmod(self._undecided[part], across)
            winners = self._winners(*positions, self._counts[part], ids, buffers)
            winners = winners.reshape(-1, rows.width, columns.width)
            _as_lines(blocks)[positions[0], :, positions[1]] = _as_lines(winners)
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
        buffers: BufferPool,
    ) -> np.ndarray:
        """Return the winners' ids, (blocks, pixels) uint8, of blocks by falling `counts`."""
        candidates = np.nonzero(self._is_candidate[:, down, across].T)[1]
        first = counts.cumsum(dtype=np.intp) - counts
        # Round n compares candidate n of each block that has one with the block's first one: how
        # far it is ahead. Blocks with more candidates come first, so each round has the first
        # blocks of the round before.
        rounds = [np.count_nonzero(counts > number) for number in range(1, counts[0])]
        block = np.concatenate([np.arange(count) for count in rounds])
        other = candidates[
            np.concatenate([first[:count] + number for number, count in enumerate(rounds, 1)])
        ]
        down, across = down[block], across[block]
        coefficients = bilinear_coefficients(
            self._at_corners(other, down, across)
            - self._at_corners(candidates[first[block]], down, across),
            self._rows.middles[down],
            self._columns.middles[across],
        )
        terms = bilinear_terms(
            self._rows.width, self._rows.step, self._columns.width, self._columns.step
        )
        ahead = buffers.get_buffer('ahead', (int(rounds[0]), terms.shape[1]), np.float32)
        winners = buffers.get_buffer('winners', ahead.shape, np.uint8)
        winners[:] = ids[candidates[first], np.newaxis]
        other_ids, start, best = ids[other, np.newaxis], 0, np.zeros((1, 1), np.float32)
        for count, next_count in zip(map(int, rounds), (*map(int, rounds[1:]), 0)):
            end = start + count
            evaluate(coefficients[:, start:end], terms, out=ahead[:count])
            wins = (ahead[:count] > best).view(np.uint8)
            wins *= other_ids[start:end]
            np.maximum(winners[:count], wins, out=winners[:count])
            start, best = end, np.maximum(ahead[:next_count], best[:next_count])
        return winners

    def _at_corners(
        self, candidates: np.ndarray, down: np.ndarray, across: np.ndarray
    ) -> np.ndarray:
        """Return the scores of N candidates at the corners of a block for each, (4, N) float32."""
        size, line = self._corners[0].size, self._corners.shape[2]
        steps = np.array([[0], [1], [line], [line + 1]])
        return self._corners.ravel().take(candidates * size + down * line + across + steps)

    def _corner_scores(self, cells: np.ndarray) -> np.ndarray:
        """Return the candidates' scores at the corners of all blocks; outermost cells twice."""
        corners = cells[self.candidates].take(self._rows.ends, axis=1)
        return corners.take(self._columns.ends, axis=2)


def _of_corners(reduce: Callable, corners: np.ndarray) -> np.ndarray:
    """Return the minimum or maximum of the four corners of each block."""
    pairs = reduce(corners[:, :-1], corners[:, 1:])
    return reduce(pairs[:, :, :-1], pairs[:, :, 1:])


def _as_lines(blocks: np.ndarray) -> np.ndarray:
    """Return a view in which a line of pixels of a block is one element, copied at once."""
    return blocks.view(np.dtype((np.void, blocks.shape[-1])))[..., 0]
