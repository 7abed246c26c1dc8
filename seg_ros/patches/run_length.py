# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Stretches of a mask: pixels that touch in a row."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class RunLengths:
    """N stretches, (N,) int64 each: their first pixel, counted through all rows, and how many."""

    begins: np.ndarray
    lengths: np.ndarray

    def taken(self, index: np.ndarray) -> 'RunLengths':
        """Return the stretches at these indices."""
        return RunLengths(self.begins.take(index), self.lengths.take(index))

    @property
    def pixels(self) -> np.ndarray:
        """Return (P,) int64: all pixels, stretch by stretch."""
        before = self.lengths.cumsum() - self.lengths
        pixels = (self.begins - before).repeat(self.lengths)
        pixels += np.arange(len(pixels))
        return pixels


def stretches_of(mask: np.ndarray) -> RunLengths:
    """Return the stretches of what is not 0 in an (H, W) uint8 mask, row by row."""
    height, width = mask.shape
    # Of bits, 8 pixels in a byte, there is little to look at. A byte of nothing ends each row.
    packed = np.packbits(mask, axis=1)
    is_set = np.zeros((height, packed.shape[1] + 1), np.uint8)
    is_set[:, :-1] = packed
    is_left_set = is_set >> 1
    is_left_set[:, 1:] |= is_set[:, :-1] << 7
    begins, ends = _bits_of(is_set ^ is_left_set).reshape(-1, 2).T.copy()
    row_bits = 8 * is_set.shape[1]
    return RunLengths(begins - begins // row_bits * (row_bits - width), ends - begins)


def _bits_of(octets: np.ndarray) -> np.ndarray:
    """Return which bits are set, (N,) int64, counted through all rows of (H, n) uint8."""
    some = np.flatnonzero(octets != 0)
    bits = np.flatnonzero(np.unpackbits(octets.ravel().take(some)).view(bool))
    return (some.take(bits >> 3) << 3) + (bits & 7)
