# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The region of interest of an image, and the ground that it shows."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from seg_ros.datatypes import GroundMap
from seg_ros.errors import ParameterError


PIXEL = np.dtype(
    {
        'names': ['x_m', 'y_m', 'half_x_m', 'half_y_m', 'area_m2'],
        'formats': [np.float64, np.float64, np.float32, np.float32, np.float32],
        'itemsize': 32,
    }
)
"""
Position, half extents and area of a pixel on the ground: 28 bytes, padded to 32.

numpy copies 32 bytes at once; an image of 1920 x 1080 takes 66 MB.
"""


class GroundPolygon:
    """
    The inside of an outline, (M, 2) meters in order.

    Computed from where lines along x and along y enter and leave the outline: exact for shapes
    that each line along x, or each line along y, enters once. What a camera shows of the ground
    is such a shape: four sides, slightly bent.
    """

    def __init__(self, outline_m: np.ndarray) -> None:
        """Compute entry and exit at every corner; between corners they are straight."""
        x_m, y_m = outline_m.T
        self._along, self._across = _crossings(x_m, y_m), _crossings(y_m, x_m)

    def contains(self, x_m: np.ndarray, y_m: np.ndarray) -> np.ndarray:
        """Return (N,) bool: whether each point lies inside."""
        return _between(x_m, y_m, *self._along) & _between(y_m, x_m, *self._across)


def _between(
    positions_m: np.ndarray,
    heights_m: np.ndarray,
    corners_m: np.ndarray,
    entries_m: np.ndarray,
    exits_m: np.ndarray,
) -> np.ndarray:
    if not len(corners_m):
        return np.zeros(len(positions_m), bool)
    entry_m = np.interp(heights_m, corners_m, entries_m, np.inf, np.inf)
    return (positions_m >= entry_m) & (positions_m <= np.interp(heights_m, corners_m, exits_m))


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


@dataclass(frozen=True, eq=False)
class RegionOfInterest:
    """The ground map of an image, and the rows and columns of it that are used."""

    ground: GroundMap
    rows: slice
    columns: slice

    @property
    def window(self) -> tuple[slice, slice]:
        """Return rows and columns, as an image is indexed."""
        return self.rows, self.columns

    @cached_property
    def part(self) -> GroundMap:
        """Return the ground map of these rows and columns."""
        return self.ground.crop(*self.window)

    @cached_property
    def ground_pixels(self) -> np.ndarray | None:
        """Return (h, w) uint8: 255 where a pixel shows ground; None where every one does."""
        finite = np.isfinite(self.part.x_m)
        return None if finite.all() else np.where(finite, 255, 0).astype(np.uint8)

    @cached_property
    def start_px(self) -> np.ndarray:
        """Return (2, 1) int32: the first column and row."""
        return np.array([[self.columns.start], [self.rows.start]], np.int32)

    @cached_property
    def size_px(self) -> np.ndarray:
        """Return (2, 1) int32: width and height."""
        height, width = self.part.shape
        return np.array([[width], [height]], np.int32)

    @cached_property
    def pixels(self) -> np.ndarray:
        """
        Return (h * w,) of PIXEL.

        The fields of a pixel lie together in memory: one cache line instead of five.
        """
        pixels = np.empty(self.part.shape, PIXEL)
        planes = (self.part.x_m, self.part.y_m, *self.halves_m, self.part.area_m2)
        for name, plane in zip(PIXEL.names or (), planes):
            pixels[name] = plane
        return pixels.ravel()

    @property
    def halves_m(self) -> tuple[np.ndarray, np.ndarray]:
        """Return two (h, w) float32: the half extents of each pixel along x and y."""
        sides_m = np.sqrt(self.part.area_m2)
        halves = []
        for plane in (self.part.x_m, self.part.y_m):
            steps = [
                np.abs(np.gradient(plane, axis=axis)) for axis in (0, 1) if plane.shape[axis] > 1
            ]
            extent = sum(steps) if len(steps) == 2 else sides_m
            halves.append(np.where(np.isfinite(extent), extent, sides_m) / np.float32(2))
        return tuple(halves)

    @cached_property
    def pixel_m(self) -> float:
        """Return the side of a typical pixel on the ground; 1 where no ground is visible."""
        areas_m2 = self.part.area_m2[self.part.area_m2 > 0]
        return float(np.sqrt(np.median(areas_m2))) if len(areas_m2) else 1.0

    @cached_property
    def farthest_m(self) -> float:
        """Return the distance of the farthest ground from the origin of the base frame."""
        distances_m = np.hypot(self.part.x_m, self.part.y_m)
        return float(np.fmax.reduce(distances_m, axis=None, initial=0.0))

    def contains(self, x_m: np.ndarray, y_m: np.ndarray) -> np.ndarray:
        """Return (N,) bool: whether each ground point is in the region."""
        return self._ground_polygon.contains(x_m, y_m)

    @cached_property
    def _ground_polygon(self) -> GroundPolygon:
        shown = self.ground_pixels
        if shown is None:
            shown = np.full(self.part.shape, 255, np.uint8)
        contours, _ = cv2.findContours(shown, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        if not contours:
            return GroundPolygon(np.zeros((0, 2)))
        columns, rows = max(contours, key=cv2.contourArea)[:, 0].T
        centers_m, halves_m = (
            np.stack([plane[rows, columns] for plane in planes], axis=1)
            for planes in ((self.part.x_m, self.part.y_m), self.halves_m)
        )
        # The region extends to the outer edge of its pixels: ground between their centers and
        # there, if taken to be out of view, would be counted twice.
        outward = np.sign(centers_m - np.median(centers_m, axis=0))
        edge_m = centers_m + outward * halves_m
        edge_m = cv2.approxPolyDP(edge_m.astype(np.float32), self.pixel_m / 10, True)[:, 0]
        return GroundPolygon(edge_m.astype(np.float64))


def region_of_interest(
    ground: GroundMap, left: float = 0.0, top: float = 0.0, right: float = 1.0, bottom: float = 1.0
) -> RegionOfInterest:
    """Return the region between these fractions of width and height; ParameterError if empty."""
    height_px, width_px = ground.shape
    rows = slice(round(top * height_px), round(bottom * height_px))
    columns = slice(round(left * width_px), round(right * width_px))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        raise ParameterError(
            'the region of interest must hold a pixel (roi_left < roi_right, roi_top < '
            f'roi_bottom), got columns {columns.start} to {columns.stop} and rows {rows.start} '
            f'to {rows.stop}'
        )
    return RegionOfInterest(ground, rows, columns)
