# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Cells along a line of pixels: which lie where, counted in whole numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from math import ceil
from typing import NamedTuple

import cv2
import numpy as np


class Span(NamedTuple):
    """
    Some neighboring cells, from `first` to `last`, and the pixels that they alone decide.

    These are the pixels `start` to `stop` - 1, between the centers of the first and the last cell
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

    A cell is `scale` pixels long, exactly, and its value holds at its center. The cells may reach
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
        start = int(self.first_pixel(first)) if first else 0
        stop = int(self.first_pixel(last)) if last + 1 < self.seen else self.pixels
        return Span(first, last, start, stop, start - first * length // parts, first % parts == 0)

    def cell_under(self, pixels: np.ndarray) -> np.ndarray:
        """Return the cells on which the centers of these pixels lie."""
        length, parts = self._ratio
        return (2 * pixels.astype(np.int64) + 1) * parts // (2 * length)

    def around(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return, of the centers of these pixels, the cells before and after, and its weight."""
        length, parts = self._ratio
        place = (2 * pixels.astype(np.int64) + 1) * parts - length
        before = place // (2 * length)
        to_after = (place / (2 * length) - before).astype(np.float32)
        return before.clip(0), (before + 1).clip(max=self.cells - 1), to_after

    def first_pixel(self, cell: int | np.ndarray) -> int | np.ndarray:
        """Return the first pixel whose center does not lie before the center of the cell."""
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


PRODUCT = 1 << 17
"""Multiplications at a time, less than a product that any BLAS would share among threads."""


def surfaces_over(corners: np.ndarray, down: np.ndarray, across: np.ndarray) -> np.ndarray:
    """
    Return (4, N) float32, the a, b, c and d over each square with these (4, N) corners.

    Corners are upper left, upper right, lower left and lower right. x and y are in sides of the
    square, from a place that lies `down` and `across` from the upper left corner.
    """
    start, right, left, opposite = corners.astype(float)
    along, slope = right - start, left - start
    twist = opposite - left - along
    along += twist * down
    start += slope * down + along * across
    surfaces = np.empty(corners.shape, np.float32)
    surfaces[:] = start, slope + twist * across, along, twist
    return surfaces


def evaluate(surfaces: np.ndarray, powers: np.ndarray, out: np.ndarray) -> None:
    """Write the (N, pixels) float32 values of (4, N) surfaces into `out`."""
    # Larger products wake the threads of BLAS, which then spin and take the network's core.
    step = max(1, PRODUCT // powers.size)
    for start in range(0, len(out), step):
        part = slice(start, start + step)
        np.matmul(surfaces[:, part].T, powers, out=out[part])


@lru_cache(maxsize=64)
def powers_of(rows: int, row_step: float, columns: int, column_step: float) -> np.ndarray:
    """
    Return (4, rows * columns) float32: 1, y, x and x y at the pixels, read only.

    y and x count from the middle of the pixels, where what is rounded stays small.
    """
    y, x = np.meshgrid(
        *(
            (np.arange(count) - (count - 1) / 2) * step
            for count, step in ((rows, row_step), (columns, column_step))
        ),
        indexing='ij',
    )
    return np.stack((np.ones_like(y), y, x, x * y)).reshape(4, -1).astype(np.float32)


class Gaps(NamedTuple):
    """
    The gaps of a span along one direction, at the edge of the grid those beyond its cells too.

    Gap g lies between the cells `ends[g]` and `ends[g + 1]`, counted from the span's first one;
    beyond the grid both are the outermost cell. `width` pixels are in the widest gap; if all were
    as wide and stood in a row, the span's pixels would be the `pixels` of that row. The middle of
    these pixels lies `middles[g]` of the way from end to end, float64, each pixel `step` farther
    than the one before.
    """

    ends: np.ndarray
    middles: np.ndarray
    step: float
    width: int
    pixels: slice | np.ndarray


@lru_cache(maxsize=512)
def gaps(axis: Axis, span: Span) -> Gaps:
    """Return the gaps of a span of an axis; arrays are not to be written into."""
    length, parts = axis.scale.numerator, axis.scale.denominator
    cells = np.arange(span.first - (span.first == 0), span.last + 1 + (span.last + 1 == axis.seen))
    starts = np.asarray(axis.first_pixel(cells))
    width = int(np.diff(starts).max())
    middles = ((2 * starts[:-1] + width) * parts - length) / (2 * length) - cells[:-1]
    own = np.arange(span.start, span.stop)
    gap = ((2 * own + 1) * parts - length) // (2 * length) - cells[0]
    pixels = gap * width + own - starts[gap]
    if pixels[-1] - pixels[0] == len(pixels) - 1:
        pixels = slice(int(pixels[0]), int(pixels[-1]) + 1)
    return Gaps(cells.clip(0, axis.seen - 1) - span.first, middles, parts / length, width, pixels)


STRIP_PX = 1 << 20
"""Pixels decided at a time: 720p as a whole."""

STRIP_SCORES = 1 << 20
"""Scores of a strip at most, 4 MB: with 150 classes at stride 8 it has half the pixels."""

STRIP_ROWS = 16
"""Rows of cells in a strip at least, as its last one is worked again as the next one's first."""


@dataclass(frozen=True, eq=False)
class Strip:
    """
    Some rows of a grid, and the rows of pixels that they alone decide.

    `cells` is (C, n, w), the rows of the grid that `span` names and all columns that are seen.
    """

    cells: np.ndarray
    span: Span
    rows: Axis
    columns: Axis

    @cached_property
    def window(self) -> tuple[slice, slice]:
        """Return the rows and columns of pixels that this strip decides."""
        return slice(self.span.start, self.span.stop), slice(self.columns.pixels)

    @cached_property
    def cell_size(self) -> tuple[float, float]:
        """Return the size of a cell in pixels, (rows, columns)."""
        return float(self.rows.scale), float(self.columns.scale)

    @cached_property
    def buffer_size(self) -> int:
        """Return how many pixels `upsample` needs room for, those it trims included."""
        rows, columns = self._size
        return max(rows, self.span.stop - self.span.start) * max(columns, self.columns.pixels)

    def upsample(self, plane: np.ndarray, buffer: np.ndarray | None = None) -> np.ndarray:
        """
        Return a plane of cells, (n, w), at the strip's pixels.

        Bilinear between the centers of the cells (half-pixel convention); the outermost values
        hold on to the edge. float32 stays float32: exact to 2.5e-7 of the largest value where
        OpenCV has IPP, as its x86-64 wheels do, and to 1e-7 times the number of columns without.
        uint8 stays uint8, exact to 1. A flat `buffer` of `buffer_size` saves an allocation,
        which may be a view of it.
        """
        size, whole = self._size, self.columns.whole
        bottom = self.span.skipped + self.span.stop - self.span.start
        copied = size == plane.shape and self.cell_size != (1, 1)
        short = size[0] < bottom or size[1] < whole.stop
        if copied or short or not self.span.meets:
            return self._interpolate(plane)
        if buffer is not None:
            buffer = buffer[: size[0] * size[1]].reshape(size)
        fy, fx = self.cell_size
        pixels = cv2.resize(plane, None, fx=fx, fy=fy, interpolation=cv2.INTER_LINEAR, dst=buffer)
        return pixels[self.span.skipped : bottom, : whole.stop]

    def spread(self, plane: np.ndarray) -> np.ndarray:
        """Return a plane of cells at the strip's pixels, each with the value of its own cell."""
        rows = self.rows.cell_under(np.arange(self.span.start, self.span.stop))
        columns = self.columns.cell_under(np.arange(self.columns.pixels))
        return plane.take(columns, axis=1).take(rows - self.span.first, axis=0)

    @cached_property
    def _size(self) -> tuple[int, int]:
        rows = self.span.last + 1 - self.span.first
        return round(rows * self.cell_size[0]), round(self.columns.seen * self.cell_size[1])

    def _interpolate(self, plane: np.ndarray) -> np.ndarray:
        # OpenCV lets cells and pixels begin together, copies where the sizes are the same, and
        # makes no part of a pixel.
        left, right, weight = self.columns.around(np.arange(self.columns.pixels))
        lines = plane[:, left] * (1 - weight) + plane[:, right] * weight
        above, below, weight = self.rows.around(np.arange(self.span.start, self.span.stop))
        pixels = lines[above - self.span.first]
        pixels += (lines[below - self.span.first] - pixels) * weight[:, np.newaxis]
        return np.rint(pixels).astype(np.uint8) if plane.dtype == np.uint8 else pixels


def cut(cells: np.ndarray, first: int, rows: Axis, columns: Axis) -> Iterator[Strip]:
    """
    Yield the strips of (C, n, w) cells that begin with row `first` of the grid.

    They overlap by one row and are alike in size: STRIP_PX or STRIP_SCORES, whichever is less, but
    STRIP_ROWS at least. They begin with rows that meet a pixel, at a scale of 7.5 every second
    one, unless that is too seldom.
    """
    last = min(first + cells.shape[1], rows.seen) - 1
    length, parts = rows.scale.numerator, rows.scale.denominator
    meeting = parts if parts <= STRIP_ROWS else 1
    meeting_px = ceil(length * meeting / parts) * columns.pixels
    meeting_scores = meeting * columns.seen * len(cells)
    most = meeting * max(
        min(STRIP_PX // meeting_px, STRIP_SCORES // meeting_scores), STRIP_ROWS // parts, 1
    )
    count = max(1, ceil((last - first) / most))
    step = max(1, ceil((last - first) / (count * meeting))) * meeting
    for start in range(first, max(last, 1), step):
        span = rows.span(start, min(start + step, last))
        if span.start < span.stop:
            part = cells[:, span.first - first : span.last + 1 - first, : columns.seen]
            yield Strip(part, span, rows, columns)
