# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Stretches of a mask: pixels that touch in a row."""

from dataclasses import dataclass

import numpy as np

_WORD = 8


@dataclass(frozen=True, eq=False)
class Stretches:
    """N stretches, (N,) int64 each: their first pixel, counted through all rows, and how many."""

    begins: np.ndarray
    lengths: np.ndarray

    def taken(self, index: np.ndarray) -> 'Stretches':
        """Return the stretches at these indices."""
        return Stretches(self.begins.take(index), self.lengths.take(index))

    @property
    def pixels(self) -> np.ndarray:
        """Return (P,) int64: all pixels, stretch by stretch."""
        before = self.lengths.cumsum() - self.lengths
        pixels = (self.begins - before).repeat(self.lengths)
        pixels += np.arange(len(pixels))
        return pixels


def stretches_of(mask: np.ndarray) -> Stretches:
    """Return the stretches of what is not 0 in an (H, W) uint8 mask, row by row."""
    height, width = mask.shape
    # A pixel of nothing on either side keeps stretches within their rows.
    is_set = np.zeros((height, width + 2), bool)
    np.not_equal(mask, 0, out=is_set[:, 1:-1])
    is_set = is_set.ravel()
    is_edge = np.zeros(-(-is_set.size // _WORD) * _WORD, bool)
    np.not_equal(is_set[1:], is_set[:-1], out=is_edge[:is_set.size - 1])
    edges = _where(is_edge)
    begins, ends = edges.reshape(-1, 2).T.copy()
    return Stretches(begins - 2 * (begins // (width + 2)), ends - begins)


def _where(flags: np.ndarray) -> np.ndarray:
    """Return where flags, whole words of them, are set."""
    # numpy looks for them one by one where they are few. Words that hold any are not so few.
    words = flags.view(np.uint64)
    some = np.flatnonzero(words != 0)
    places = np.flatnonzero(words.take(some).view(bool))
    return (some.take(places >> 3) << 3) + (places & 7)
