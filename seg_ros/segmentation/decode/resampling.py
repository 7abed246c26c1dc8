# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Bilinear upsampling of a grid of cells: which pixels lie between which cells, strip by strip."""

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
    The cells `first` to `last`, and the pixels `start` to `stop` - 1 interpolated from them alone.

    These pixels lie between the centers of the first and the last cell, or reach to the edge where
    that cell is the outermost one. `skipped` pixels lie between the edge of the first cell and
    `start`. `aligned` says whether the first cell begins where a pixel begins.
    """

    first: int
    last: int
    start: int
    stop: int
    skipped: int
    aligned: bool


@dataclass(frozen=True)
class Axis:
    """
    One direction, rows or columns, of a grid of cells over pixels; both begin at the same edge.

    A cell is exactly `scale` pixels long, and its value holds at its center. The cells may extend
    beyond the last pixel: there the network's input was padding.
    """

    cells: int
    pixels: int
    scale: Fraction

    def __post_init__(self) -> None:
        """Check that there are pixels and that the cells extend to the last one."""
        numerator, denominator = self._ratio
        if not 0 < self.pixels * denominator <= self.cells * numerator:
            raise ValueError(f'pixels must be 1 to cells * scale, got {self}')

    def __hash__(self) -> int:
        """Return the hash of all fields."""
        return self._hash

    @cached_property
    def used_cells(self) -> int:
        """Return the number of cells that at least one pixel is interpolated from."""
        numerator, denominator = self._ratio
        before_last = ((2 * self.pixels - 1) * denominator - numerator) // (2 * numerator)
        return min(self.cells, before_last + 2)

    @cached_property
    def full_span(self) -> Span:
        """Return the span of all used cells."""
        return self.span(0, self.used_cells - 1)

    def span(self, first: int, last: int) -> Span:
        """Return the span from cell `first` to cell `last`, which must be used cells."""
        numerator, denominator = self._ratio
        start = int(self.first_pixel(first)) if first else 0
        stop = int(self.first_pixel(last)) if last + 1 < self.used_cells else self.pixels
        skipped = start - first * numerator // denominator
        return Span(first, last, start, stop, skipped, first % denominator == 0)

    def cells_at(self, pixels: np.ndarray) -> np.ndarray:
        """Return the cells that contain the centers of these pixels."""
        numerator, denominator = self._ratio
        return (2 * pixels.astype(np.int64) + 1) * denominator // (2 * numerator)

    def neighbors(self, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return for each pixel the cells before and after its center, and the latter's weight."""
        numerator, denominator = self._ratio
        position = (2 * pixels.astype(np.int64) + 1) * denominator - numerator
        before = position // (2 * numerator)
        weight = (position / (2 * numerator) - before).astype(np.float32)
        return before.clip(0), (before + 1).clip(max=self.cells - 1), weight

    def first_pixel(self, cell: int | np.ndarray) -> int | np.ndarray:
        """Return the first pixel whose center does not lie before the center of the cell."""
        numerator, denominator = self._ratio
        return -((denominator - (2 * cell + 1) * numerator) // (2 * denominator))

    @cached_property
    def _hash(self) -> int:
        # Every frame looks axes up in caches, and hashing a fraction is slow.
        return hash((self.cells, self.pixels, self.scale))

    @cached_property
    def _ratio(self) -> tuple[int, int]:
        # Integers are as exact as the fraction, and many times as fast.
        return self.scale.numerator, self.scale.denominator


MAX_PRODUCT = 1 << 17
"""Multiplications of one matrix product: few enough that no BLAS uses several threads for it."""


def bilinear_coefficients(corners: np.ndarray, down: np.ndarray, across: np.ndarray) -> np.ndarray:
    """
    Return (4, N) float32, the a, b, c and d of a + b y + c x + d x y for N blocks.

    `corners` are the (4, N) values at upper left, upper right, lower left and lower right. x and y
    are in units of a block's side; their origin lies `down` and `across` from the upper left
    corner.
    """
    start, right, left, opposite = corners.astype(float)
    along, slope = right - start, left - start
    twist = opposite - left - along
    along += twist * down
    start += slope * down + along * across
    coefficients = np.empty(corners.shape, np.float32)
    coefficients[:] = start, slope + twist * across, along, twist
    return coefficients


@lru_cache(maxsize=64)
def bilinear_terms(rows: int, row_step: float, columns: int, column_step: float) -> np.ndarray:
    """
    Return (4, rows * columns) float32: 1, y, x and x y at the pixels of a block, read only.

    y and x are counted from the middle of the pixels, where rounding errors are smallest.
    """
    y, x = np.meshgrid(
        *(
            (np.arange(count) - (count - 1) / 2) * step
            for count, step in ((rows, row_step), (columns, column_step))
        ),
        indexing='ij',
    )
    return np.stack((np.ones_like(y), y, x, x * y)).reshape(4, -1).astype(np.float32)


def evaluate(coefficients: np.ndarray, terms: np.ndarray, out: np.ndarray) -> None:
    """Write the (N, pixels) float32 values of (4, N) coefficients into `out`."""
    # Larger products wake the threads of BLAS, which then spin and take the network's core.
    step = max(1, MAX_PRODUCT // terms.size)
    for start in range(0, len(out), step):
        part = slice(start, start + step)
        np.matmul(coefficients[:, part].T, terms, out=out[part])


class Intervals(NamedTuple):
    """
    The intervals between the centers of neighboring cells of a span, along one direction.

    Interval i lies between the cells `ends[i]` and `ends[i + 1]`, counted from the span's first
    one; from an outermost center to the edge of the grid both are the outermost cell. `width` is
    the number of pixels in the widest interval; if all were as wide and stood in a row, the span's
    pixels would be the `pixels` of that row. The middle of an interval's pixels lies `middles[i]`
    of the way from end to end, float64, and each pixel `step` farther than the one before.
    """

    ends: np.ndarray
    middles: np.ndarray
    step: float
    width: int
    pixels: slice | np.ndarray


@lru_cache(maxsize=512)
def intervals_of(axis: Axis, span: Span) -> Intervals:
    """Return the intervals of a span of an axis; the arrays are read only."""
    numerator, denominator = axis.scale.numerator, axis.scale.denominator
    is_last = span.last + 1 == axis.used_cells
    cells = np.arange(span.first - (span.first == 0), span.last + 1 + is_last)
    starts = np.asarray(axis.first_pixel(cells))
    width = int(np.diff(starts).max())
    middles = ((2 * starts[:-1] + width) * denominator - numerator) / (2 * numerator) - cells[:-1]
    own = np.arange(span.start, span.stop)
    interval = ((2 * own + 1) * denominator - numerator) // (2 * numerator) - cells[0]
    pixels = interval * width + own - starts[interval]
    if pixels[-1] - pixels[0] == len(pixels) - 1:
        pixels = slice(int(pixels[0]), int(pixels[-1]) + 1)
    ends = cells.clip(0, axis.used_cells - 1) - span.first
    return Intervals(ends, middles, denominator / numerator, width, pixels)


STRIP_PX = 1 << 20
"""Pixels of a strip at most: enough for a whole 720p image."""

STRIP_SCORES = 1 << 20
"""Scores of a strip at most, 4 MB: with 150 classes at stride 8 it has half the pixels."""

STRIP_ROWS = 16
"""Rows of cells of a strip at least: its last row is computed again as the next one's first."""


@dataclass(frozen=True, eq=False)
class Strip:
    """
    Some rows of a grid of cells, and the rows of pixels that are interpolated from them alone.

    `cells` is (C, n, w): the rows that `span` names, and all used columns.
    """

    cells: np.ndarray
    span: Span
    rows: Axis
    columns: Axis

    @cached_property
    def window(self) -> tuple[slice, slice]:
        """Return the rows and columns of the strip's pixels."""
        return slice(self.span.start, self.span.stop), slice(self.columns.pixels)

    @cached_property
    def cell_size(self) -> tuple[float, float]:
        """Return the size of a cell in pixels, (rows, columns)."""
        return float(self.rows.scale), float(self.columns.scale)

    @cached_property
    def buffer_size(self) -> int:
        """Return how many pixels `upsample` writes, including those that it then cuts off."""
        rows, columns = self._size
        return max(rows, self.span.stop - self.span.start) * max(columns, self.columns.pixels)

    def upsample(self, plane: np.ndarray, buffer: np.ndarray | None = None) -> np.ndarray:
        """
        Return a plane of cells, (n, w), at the strip's pixels.

        Bilinear between the centers of the cells (half-pixel convention); from the outermost
        centers to the edge the value is constant. float32 stays float32: exact to 2.5e-7 of the
        largest value where OpenCV has IPP, as its x86-64 wheels do, and to 1e-7 times the number
        of columns without. uint8 stays uint8, exact to 1. A flat `buffer` of `buffer_size` saves
        an allocation; the result may be a view of it.
        """
        size, columns = self._size, self.columns.full_span
        bottom = self.span.skipped + self.span.stop - self.span.start
        copied = size == plane.shape and self.cell_size != (1, 1)
        too_small = size[0] < bottom or size[1] < columns.stop
        if copied or too_small or not self.span.aligned:
            return self._interpolate(plane)
        if buffer is not None:
            buffer = buffer[: size[0] * size[1]].reshape(size)
        fy, fx = self.cell_size
        pixels = cv2.resize(plane, None, fx=fx, fy=fy, interpolation=cv2.INTER_LINEAR, dst=buffer)
        return pixels[self.span.skipped : bottom, : columns.stop]

    def upsample_nearest(self, plane: np.ndarray) -> np.ndarray:
        """Return a plane of cells at the strip's pixels, each with the value of its own cell."""
        rows = self.rows.cells_at(np.arange(self.span.start, self.span.stop))
        columns = self.columns.cells_at(np.arange(self.columns.pixels))
        return plane.take(columns, axis=1).take(rows - self.span.first, axis=0)

    @cached_property
    def _size(self) -> tuple[int, int]:
        rows = self.span.last + 1 - self.span.first
        return round(rows * self.cell_size[0]), round(self.columns.used_cells * self.cell_size[1])

    def _interpolate(self, plane: np.ndarray) -> np.ndarray:
        # cv2.resize lets the first cell and the first pixel begin together, copies where the sizes
        # are the same, and drops a part of a pixel at the end.
        left, right, weight = self.columns.neighbors(np.arange(self.columns.pixels))
        lines = plane[:, left] * (1 - weight) + plane[:, right] * weight
        above, below, weight = self.rows.neighbors(np.arange(self.span.start, self.span.stop))
        pixels = lines[above - self.span.first]
        pixels += (lines[below - self.span.first] - pixels) * weight[:, np.newaxis]
        return np.rint(pixels).astype(np.uint8) if plane.dtype == np.uint8 else pixels


def split_into_strips(cells: np.ndarray, first: int, rows: Axis, columns: Axis) -> Iterator[Strip]:
    """
    Yield the strips of (C, n, w) cells that begin with row `first` of the grid.

    They overlap by one row and are alike in size: STRIP_PX or STRIP_SCORES, whichever is less, but
    at least STRIP_ROWS. They begin with rows that begin where a pixel begins (at a scale of 7.5
    every second one), unless STRIP_ROWS holds none.
    """
    last = min(first + cells.shape[1], rows.used_cells) - 1
    numerator, denominator = rows.scale.numerator, rows.scale.denominator
    aligned_rows = denominator if denominator <= STRIP_ROWS else 1
    aligned_px = ceil(numerator * aligned_rows / denominator) * columns.pixels
    aligned_scores = aligned_rows * columns.used_cells * len(cells)
    max_rows = aligned_rows * max(
        min(STRIP_PX // aligned_px, STRIP_SCORES // aligned_scores), STRIP_ROWS // denominator, 1
    )
    count = max(1, ceil((last - first) / max_rows))
    step = max(1, ceil((last - first) / (count * aligned_rows))) * aligned_rows
    for start in range(first, max(last, 1), step):
        span = rows.span(start, min(start + step, last))
        if span.start < span.stop:
            part = cells[:, span.first - first : span.last + 1 - first, : columns.used_cells]
            yield Strip(part, span, rows, columns)
