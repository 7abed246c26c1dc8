# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Bilinear interpolation over squares as one matrix product: a + b y + c x + d x y."""

from functools import lru_cache

import numpy as np

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
