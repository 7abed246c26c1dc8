# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Bilinear interpolation over squares as one matrix product: a + b y + c x + d x y."""

from functools import lru_cache

import numpy as np

PRODUCT = 1 << 17
"""Multiplications at a time, less than a product that any BLAS would share among threads."""


def surfaces_over(
    upper_left: np.ndarray, upper_right: np.ndarray, lower_left: np.ndarray,
    lower_right: np.ndarray, down: np.ndarray, across: np.ndarray,
) -> np.ndarray:
    """
    Return (N, 4) float32, the a, b, c and d over each square with these (N,) corners.

    x and y are in sides of the square, from its first pixel on, which lies `down` and `across`
    from the upper left corner.
    """
    upper, lower = (corner.astype(float) for corner in (upper_left, lower_left))
    along, below = upper_right - upper, lower_right - lower
    slope, twist = lower - upper, below - along
    return np.stack((upper + slope * down + (along + twist * down) * across,
                     slope + twist * across, along + twist * down, twist), 1).astype(np.float32)


def evaluate(surfaces: np.ndarray, powers: np.ndarray, out: np.ndarray) -> None:
    """Write the (N, pixels) float32 values of (N, 4) surfaces into `out`."""
    # Larger products wake the threads of BLAS, which then spin and take the network's core.
    step = max(1, PRODUCT // powers.size)
    for start in range(0, len(surfaces), step):
        part = slice(start, start + step)
        np.matmul(surfaces[part], powers, out=out[part])


@lru_cache(maxsize=64)
def powers_of(rows: int, row_step: float, columns: int, column_step: float) -> np.ndarray:
    """Return (4, rows * columns) float32: 1, y, x and x y at the pixels, read only."""
    y, x = np.meshgrid(np.arange(rows) * row_step, np.arange(columns) * column_step, indexing='ij')
    return np.stack((np.ones_like(y), y, x, x * y)).reshape(4, -1).astype(np.float32)
