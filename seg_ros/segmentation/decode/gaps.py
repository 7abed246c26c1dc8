# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Gaps between the centres of neighbouring cells, and the pixels that lie in each."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from seg_ros.segmentation.decode.axis import Axis, Span


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
    starts = axis.first_pixel(cells)
    width = int(np.diff(starts).max())
    middles = ((2 * starts[:-1] + width) * parts - length) / (2 * length) - cells[:-1]
    own = np.arange(span.start, span.stop)
    gap = ((2 * own + 1) * parts - length) // (2 * length) - cells[0]
    pixels = gap * width + own - starts[gap]
    if pixels[-1] - pixels[0] == len(pixels) - 1:
        pixels = slice(int(pixels[0]), int(pixels[-1]) + 1)
    return Gaps(cells.clip(0, axis.seen - 1) - span.first, middles, parts / length, width, pixels)
