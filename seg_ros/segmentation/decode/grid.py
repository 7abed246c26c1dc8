# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A grid of cells under the pixels of an image, and the strips in which it is worked off."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import cv2
import numpy as np

from seg_ros.segmentation.decode.axis import Axis, Span

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
    def room(self) -> int:
        """Return how many pixels `upsample` needs room for, those it trims included."""
        rows, columns = self._size
        return max(rows, self.span.stop - self.span.start) * max(columns, self.columns.pixels)

    def upsample(self, plane: np.ndarray, buffer: np.ndarray | None = None) -> np.ndarray:
        """
        Return a plane of cells, (n, w), at the strip's pixels.

        Bilinear between the centres of the cells (half-pixel convention); the outermost values
        hold on to the edge. float32 stays float32: exact to 2.5e-7 of the largest value where
        OpenCV has IPP, as its x86-64 wheels do, and to 1e-7 times the number of columns without.
        uint8 stays uint8, exact to 1. A flat `buffer` of `room` saves making room for the answer,
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
