# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Cells along a line of pixels: which lie where, counted in whole numbers."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np


class Span(NamedTuple):
    """
    Some neighbouring cells, from `first` to `last`, and the pixels that they alone decide.

    These are the pixels `start` to `stop` - 1, between the centres of the first and the last cell
    and on to the edge where the cells end. `skipped` pixels lie before them on the first cell, if
    it `meets` a pixel: begins where a pixel begins.
    """

    first: int
    last: int
    start: int
    stop: int
    skipped: int
    meets: bool


@dataclass(frozen=True)
class Axis:
    """
    One direction of a grid of cells under a line of pixels; both begin at the same edge.

    A cell is `scale` pixels long, exactly, and its value holds at its centre. The cells may reach
    on beyond the pixels: there the network saw padding.
    """

    cells: int
    pixels: int
    scale: Fraction

    def __post_init__(self) -> None:
        """Check that there are pixels and that the cells reach to the last one."""
        length, parts = self._ratio
        if not 0 < self.pixels * parts <= self.cells * length:
            raise ValueError(f'pixels must be 1 to cells * scale, got {self}')

    def __hash__(self) -> int:
        """Return what tells axes apart."""
        return self._hash

    @cached_property
    def seen(self) -> int:
        """Return the number of cells that some pixel is interpolated from."""
        length, parts = self._ratio
        before_last = ((2 * self.pixels - 1) * parts - length) // (2 * length)
        return min(self.cells, before_last + 2)

    @cached_property
    def whole(self) -> Span:
        """Return the span of all cells that are seen."""
        return self.span(0, self.seen - 1)

    def span(self, first: int, last: int) -> Span:
        """Return the span from cell `first` to cell `last`, which must be seen."""
        length, parts = self._ratio
        start = self.first_pixel(first) if first else 0
        stop = self.first_pixel(last) if last + 1 < self.seen else self.pixels
        return Span(first, last, start, stop, start - first * length // parts, first % parts == 0)

    def cell_under(self, pixels: np.ndarray) -> np.ndarray:
        """Return the cells on which the centres of these pixels lie."""
        length, parts = self._ratio
        return (2 * pixels.astype(np.int64) + 1) * parts // (2 * length)

    def around(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return, of the centres of these pixels, the cells before and after, and its weight."""
        length, parts = self._ratio
        place = (2 * pixels.astype(np.int64) + 1) * parts - length
        before = place // (2 * length)
        to_after = (place / (2 * length) - before).astype(np.float32)
        return before.clip(0), (before + 1).clip(max=self.cells - 1), to_after

    def first_pixel(self, cell: int | np.ndarray) -> int | np.ndarray:
        """Return the first pixel whose centre does not lie before the centre of the cell."""
        length, parts = self._ratio
        return -((parts - (2 * cell + 1) * length) // (2 * parts))

    @cached_property
    def _hash(self) -> int:
        # Asked for at every frame by what is remembered of an axis, and slow of a fraction.
        return hash((self.cells, self.pixels, self.scale))

    @cached_property
    def _ratio(self) -> tuple[int, int]:
        # Whole numbers: as exact as the fraction, and many times as fast.
        return self.scale.numerator, self.scale.denominator
