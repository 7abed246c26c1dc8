# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The ground that a view shows, as its outline, made to be asked of many points."""

import numpy as np


class GroundPolygon:
    """
    The inside of an outline, (M, 2) metres in order.

    It answers by where lines along x and lines along y enter and leave the outline, which is exact
    for shapes that each of those lines, or each of these, enters once: what a camera sees of the
    ground is bounded by four sides that bend a little, to either side.
    """

    def __init__(self, outline_m: np.ndarray) -> None:
        """Find entry and exit at every corner's height; between those they run straight."""
        x_m, y_m = outline_m.T
        self._along, self._across = _crossings(x_m, y_m), _crossings(y_m, x_m)

    def holds(self, x_m: np.ndarray, y_m: np.ndarray) -> np.ndarray:
        """Return (N,) bool: whether each point lies inside."""
        return _between(x_m, y_m, *self._along) & _between(y_m, x_m, *self._across)


def _between(
    places_m: np.ndarray,
    heights_m: np.ndarray,
    corners_m: np.ndarray,
    entries_m: np.ndarray,
    exits_m: np.ndarray,
) -> np.ndarray:
    if not len(corners_m):
        return np.zeros(len(places_m), bool)
    entry_m = np.interp(heights_m, corners_m, entries_m, np.inf, np.inf)
    return (places_m >= entry_m) & (places_m <= np.interp(heights_m, corners_m, exits_m))


def _crossings(x_m: np.ndarray, y_m: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return heights y, rising, and the lowest and highest x of the outline at each."""
    heights_m, next_x_m, next_y_m = np.unique(y_m), np.roll(x_m, -1), np.roll(y_m, -1)
    rise_m = np.where(next_y_m == y_m, 1.0, next_y_m - y_m)
    shares = (heights_m[:, np.newaxis] - y_m) / rise_m
    crossings_m = x_m + shares * (next_x_m - x_m)
    met = (shares >= 0) & (shares <= 1)
    return (
        heights_m,
        crossings_m.min(axis=1, where=met, initial=np.inf),
        crossings_m.max(axis=1, where=met, initial=-np.inf),
    )
