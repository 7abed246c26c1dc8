# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Run-length encoding of a mask."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class RunLengths:
    """N runs of set pixels, (N,) int64 each: first pixel, counted row by row, and length."""

    begins: np.ndarray
    lengths: np.ndarray

    def select(self, index: np.ndarray) -> 'RunLengths':
        """Return the runs at these indices."""
        return RunLengths(self.begins.take(index), self.lengths.take(index))

    @property
    def pixels(self) -> np.ndarray:
        """Return (P,) int64: all pixels, run by run."""
        before = self.lengths.cumsum() - self.lengths
        pixels = (self.begins - before).repeat(self.lengths)
        pixels += np.arange(len(pixels))
        return pixels


def run_lengths(mask: np.ndarray) -> RunLengths:
    """Return the runs of nonzero pixels in an (H, W) uint8 mask, row by row."""
    height, width = mask.shape
    # Packed to bits, 8 pixels are compared at once. A byte of zeros ends each row.
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
