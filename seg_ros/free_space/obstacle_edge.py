# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Where the free ground along each line of sight ends."""

import numpy as np

from seg_ros.free_space.polar_grid import PolarGrid


def boundary_m(polar_grid: PolarGrid, is_free: np.ndarray, min_obstacle_m: float) -> np.ndarray:
    """
    Return (A,) float32: how far from the foot point the first obstacle begins, +inf without one.

    `is_free` is (R, A) bool. What is shorter than `min_obstacle_m` along its ray is no obstacle,
    and free gaps shorter than that do not end one. At the near end of the view every length is an
    obstacle, since its beginning is not visible.
    """
    cells = np.arange(len(is_free))
    # Cells that end with cell j are long enough if they begin with cell begins[j] or before.
    begins = (
        np.searchsorted(
            polar_grid.edges_m, polar_grid.edges_m[1:] - min_obstacle_m + 1e-9, side='right'
        )
        - 1
    )
    can_be_wide = (begins >= 0)[:, None]
    begins = np.clip(begins, 0, cells)
    is_wide = can_be_wide & ~_any_since(begins, ~is_free)
    is_obstacle = polar_grid.visible & ~is_free & ~_any_since(begins, is_wide)
    hits = is_obstacle.argmax(axis=0)
    before = is_wide & (cells[:, None] < hits)
    last = np.where(before.any(axis=0), cells[-1] - before[::-1].argmax(axis=0), -1)
    ends_m = polar_grid.edges_m[np.maximum(last + 1, polar_grid.first)]
    return np.where(is_obstacle.any(axis=0), ends_m, np.inf).astype(np.float32)


def _any_since(begins: np.ndarray, flags: np.ndarray) -> np.ndarray:
    """Return (R, A) bool: whether any of (R, A) flags is set from row begins[j] to row j."""
    spans = np.arange(len(begins)) - begins + 1
    found, within, width = np.empty_like(flags), flags, 1
    while width <= spans.max():
        # Here `within` covers the last `width` rows; two such windows cover up to twice as many.
        rows = np.flatnonzero((spans >= width) & (spans < 2 * width))
        found[rows] = within[rows] | within[begins[rows] + width - 1]
        within = np.concatenate([within[:width], within[width:] | within[:-width]])
        width *= 2
    return found
