# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A grid of cells under the pixels of an image, and the strips in which it is worked off."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import cv2
import numpy as np

from seg_ros.vision.axis import Axis

STRIP_PX = 1 << 18
"""Pixels decided at a time: few enough to stay in the cache and to hold few classes."""

STRIP_ROWS = 16
"""Rows of cells in a strip, about, at least: its last is worked again as the next one's first."""


@dataclass(frozen=True, eq=False)
class Strip:
    """
    Some rows of a grid, and the rows of pixels that they alone decide.

    `cells` is (C, n, w), of which the first row is row `first` of the grid. A strip decides the
    pixels between the centres of its first and last row, and on to the edge where the grid ends:
    strips that overlap by one row leave nothing out.
    """

    cells: np.ndarray
    first: int
    rows: Axis
    columns: Axis

    @cached_property
    def top(self) -> int:
        """Return the first row of pixels that this strip decides."""
        return self.rows.first_pixel(self.first) if self.first else 0

    @cached_property
    def bottom(self) -> int:
        """Return the row of pixels after the last one that this strip decides."""
        last = self.first + self.cells.shape[1] - 1
        return self.rows.pixels if last + 1 == self.rows.seen else self.rows.first_pixel(last)

    @cached_property
    def window(self) -> tuple[slice, slice]:
        """Return the rows and columns of pixels that this strip decides."""
        return slice(self.top, self.bottom), slice(self.columns.pixels)

    @cached_property
    def cell_size(self) -> tuple[float, float]:
        """Return the size of a cell in pixels, (rows, columns)."""
        return float(self.rows.scale), float(self.columns.scale)

    @cached_property
    def full_size(self) -> tuple[int, int]:
        """Return the size of all its cells in pixels, (rows, columns); `upsample` trims it."""
        _, rows, columns = self.cells.shape
        return (max(self.bottom - self.top, round(rows * self.cell_size[0])),
                max(self.columns.pixels, round(columns * self.cell_size[1])))

    def upsample(self, plane: np.ndarray, buffer: np.ndarray | None = None) -> np.ndarray:
        """
        Return (bottom - top, columns.pixels): a plane of cells, (n, w), at the strip's pixels.

        Bilinear between the centres of the cells (half-pixel convention); the outermost values
        hold on to the edge. float32 stays float32: exact to 2.5e-7 of the largest value where
        OpenCV has IPP, as its x86-64 wheels do, and to 1e-7 times the number of columns without.
        uint8 stays uint8, exact to 1. A `buffer` of `full_size` saves making room for the answer,
        which may be a view of it.
        """
        if not self._suits_resize:
            return self._interpolate(plane)
        fy, fx = self.cell_size
        skipped = self.top - int(self.first * self.rows.scale)
        pixels = cv2.resize(plane, None, fx=fx, fy=fy, interpolation=cv2.INTER_LINEAR, dst=buffer)
        return pixels[skipped:skipped + self.bottom - self.top, :self.columns.pixels]

    def spread(self, plane: np.ndarray) -> np.ndarray:
        """Return (bottom - top, columns.pixels): to each pixel the value of the cell under it."""
        rows = self.rows.cell_under(np.arange(self.top, self.bottom)) - self.first
        columns = self.columns.cell_under(np.arange(self.columns.pixels))
        return plane.take(columns, axis=1).take(rows, axis=0)

    @cached_property
    def _suits_resize(self) -> bool:
        # OpenCV begins with a cell and a pixel together, and copies where the sizes are the same.
        meets = self.first % self.rows.scale.denominator == 0
        same = self.full_size == self.cells.shape[1:]
        return meets and (not same or self.cell_size == (1, 1))

    def _interpolate(self, plane: np.ndarray) -> np.ndarray:
        left, right, weight = self.columns.around(np.arange(self.columns.pixels))
        lines = plane[:, left] * (1 - weight) + plane[:, right] * weight
        above, below, weight = self.rows.around(np.arange(self.top, self.bottom))
        pixels = lines[above - self.first]
        pixels += (lines[below - self.first] - pixels) * weight[:, np.newaxis]
        return np.rint(pixels).astype(np.uint8) if plane.dtype == np.uint8 else pixels


def cut(cells: np.ndarray, first: int, rows: Axis, columns: Axis) -> Iterator[Strip]:
    """
    Yield the strips of (C, n, w) cells that begin with row `first` of the grid.

    They are alike in size, STRIP_PX or STRIP_ROWS, whichever is more. They begin where a row of
    cells begins with a pixel, at a scale of 7.5 with every second one, unless that is too seldom.
    """
    last = min(first + cells.shape[1], rows.seen) - 1
    meeting = rows.scale.denominator if rows.scale.denominator <= STRIP_ROWS else 1
    meeting_px = ceil(rows.scale * meeting) * columns.pixels
    most = max(STRIP_PX // meeting_px, STRIP_ROWS // meeting, 1) * meeting
    count = max(1, ceil((last - first) / most))
    step = max(1, ceil((last - first) / (count * meeting))) * meeting
    for start in range(first, max(last, 1), step):
        end = min(start + step, last) + 1
        strip = Strip(cells[:, start - first:end - first, :columns.seen], start, rows, columns)
        if strip.top < strip.bottom:
            yield strip
