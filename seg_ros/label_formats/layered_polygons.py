# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
A class map as polygons without holes that lie on top of each other, as people draw them.

Labeling tools know no polygons with holes. Drawn in their order, a plant lies on the soil, which
is one polygon behind it: who deletes the plant finds soil, not a hole.
"""

from dataclasses import dataclass
from math import ceil, inf

import cv2
import numpy as np

from seg_ros.errors import ParameterError

_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
_FILLING_ROUNDS = 3


@dataclass(frozen=True)
class PolygonRule:
    """
    How exact polygons are.

    Simplified outlines deviate by `tolerance_px` at most. Regions of fewer than `min_area_px`
    pixels get the class around them, because selecting and deleting a speck takes longer than
    drawing the few that were real. Raises ParameterError where one is negative or infinite.
    """

    tolerance_px: float = 1.0
    min_area_px: int = 32

    def __post_init__(self) -> None:
        """Check both numbers."""
        for name, value in (
            ('tolerance_px', self.tolerance_px),
            ('min_area_px', self.min_area_px),
        ):
            if not 0 <= value < inf:
                raise ParameterError(
                    f'{name} of polygons must be finite and 0 or more, got {value}'
                )


@dataclass(frozen=True, eq=False)
class LabelPolygon:
    """
    The outline of a region, (N, 2) float64 points (x, y) in pixels, and its class id.

    The first pixel is the square from 0 to 1; points lie a quarter pixel inside the outline or on
    the border of the image, so that every rule of drawing polygons fills the same pixels.
    Polygons that overlap differ in `z_order`, which counts from 0, the lowest.
    """

    class_id: int
    points: np.ndarray
    z_order: int


def polygons_of(
    class_map: np.ndarray, rule: PolygonRule = PolygonRule()
) -> tuple[LabelPolygon, ...]:
    """
    Return polygons that give an (H, W) uint8 class map when drawn one after the other.

    They cover all pixels, unlabelled ones too. Apart from specks, only pixels near another class
    can differ: up to about the tolerance and one pixel away from it.
    """
    class_map = without_specks(class_map, rule.min_area_px)
    regions = sorted(_regions(class_map), key=lambda region: -region.filled_area_px)
    margin = ceil(2 * rule.tolerance_px) + 1
    order = np.empty(class_map.shape, np.int32)
    for rank, region in enumerate(regions):
        order[region.window][region.pixels] = rank
    order = np.pad(order, margin, constant_values=len(regions))
    levels = np.zeros(class_map.shape, np.uint16)
    polygons = []
    for rank, region in enumerate(regions):
        outline = _outline_above(order, rank, region, margin)
        outline = _simplify(outline, 2 * rule.tolerance_px)
        points = _cut_off((outline + 0.5) / 2, class_map.shape)
        polygons.append(LabelPolygon(region.class_id, points, _raise_level(levels, outline // 2)))
    return tuple(polygons)


def without_specks(class_map: np.ndarray, min_area_px: int) -> np.ndarray:
    """Return a class map, (H, W) uint8, whose regions below an area have the nearest class."""
    # What is filled can be cut off at corners, and is then a speck itself.
    for _ in range(_FILLING_ROUNDS):
        specks = np.zeros(class_map.shape, np.uint8)
        for class_id in np.flatnonzero(np.bincount(class_map.ravel())).tolist():
            _, labels, statistics, _ = _components(class_map == class_id)
            is_speck = statistics[:, cv2.CC_STAT_AREA] < min_area_px
            is_speck[0] = False
            specks |= is_speck[labels].astype(np.uint8)
        if not specks.any() or specks.all():
            break
        _, nearest = cv2.distanceTransformWithLabels(
            specks, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
        )
        kept = specks == 0
        classes = np.zeros(nearest.max() + 1, np.uint8)
        classes[nearest[kept]] = class_map[kept]
        class_map = classes[nearest]
    return class_map


@dataclass(frozen=True, eq=False)
class _Region:
    """Pixels of one class that are connected by edges, in a window of the class map."""

    class_id: int
    top: int
    left: int
    pixels: np.ndarray
    filled_area_px: float

    @property
    def window(self) -> tuple[slice, slice]:
        height, width = self.pixels.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)


def _regions(class_map: np.ndarray) -> list[_Region]:
    regions = []
    for class_id in np.flatnonzero(np.bincount(class_map.ravel())).tolist():
        count, labels, statistics, _ = _components(class_map == class_id)
        for label in range(1, count):
            left, top, width, height, _ = statistics[label].tolist()
            pixels = labels[top : top + height, left : left + width] == label
            area = cv2.contourArea(_outline(pixels))
            regions.append(_Region(class_id, top, left, pixels, area))
    return regions


def _components(pixels: np.ndarray) -> tuple[int, np.ndarray, np.ndarray, np.ndarray]:
    # Connected by edges alone: a region inside another one is then smaller when both are filled.
    return cv2.connectedComponentsWithStats(pixels.astype(np.uint8), connectivity=4)


def _outline_above(order: np.ndarray, rank: int, region: _Region, margin: int) -> np.ndarray:
    """
    Return the outline of a region, (N, 2) int32 in half pixels.

    `order` has the ranks of all regions and a margin around the image. The outline reaches this
    far below the regions that are drawn later, and over the border of the image, so that
    simplified outlines leave no gap.
    """
    rows, columns = region.window
    window = order[rows.start : rows.stop + 2 * margin, columns.start : columns.stop + 2 * margin]
    allowed = (window >= rank).astype(np.uint8)
    grown: list[np.ndarray] = [(window == rank).astype(np.uint8)]
    for _ in range(margin):
        grown.append(cv2.bitwise_and(cv2.dilate(grown[-1], _CROSS), allowed))
    for pixels in reversed(grown):
        outline = _outline(pixels)
        covered = np.zeros_like(pixels)
        cv2.fillPoly(covered, [outline // 2], 1)
        if not (window[covered > 0] < rank).any():
            break  # else it closed around a region that is drawn earlier
    return outline + 2 * (np.array((columns.start, rows.start)) - margin)


def _outline(pixels: np.ndarray) -> np.ndarray:
    """Return the outer outline of a region in half pixels, two for each side of a pixel."""
    doubled = np.repeat(np.repeat(pixels.astype(np.uint8), 2, axis=0), 2, axis=1)
    contours, _ = cv2.findContours(doubled, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return max(contours, key=cv2.contourArea)[:, 0]


def _simplify(outline: np.ndarray, tolerance: float) -> np.ndarray:
    """Return a part of the points (Douglas and Peucker 1973), three or more of them."""
    while True:
        points = cv2.approxPolyDP(outline[:, None], tolerance, closed=True)[:, 0]
        if len(points) >= 3:
            return points
        tolerance /= 2


def _cut_off(points: np.ndarray, size: tuple[int, ...]) -> np.ndarray:
    """Return the part of a polygon on the image (Sutherland and Hodgman 1974), at 0.01 pixels."""
    for axis, end in enumerate(size[1::-1]):
        for limit, sign in ((0, 1), (end, -1)):
            nexts = np.roll(points, -1, axis=0)
            start, stop = points[:, axis] - limit, nexts[:, axis] - limit
            is_inside = sign * start >= 0
            crossing = np.flatnonzero(is_inside != (sign * stop >= 0))
            share = start[crossing] / (start - stop)[crossing]
            crossings = points[crossing] + share[:, None] * (nexts - points)[crossing]
            positions = np.concatenate((np.flatnonzero(is_inside), crossing + 0.5))
            points = np.concatenate((points[is_inside], crossings))[np.argsort(positions)]
    points = points.round(2)
    return points[(points != np.roll(points, 1, axis=0)).any(axis=1)]


def _raise_level(levels: np.ndarray, outline: np.ndarray) -> int:
    """Return the lowest level above all that is drawn below an outline, and note it there."""
    left, top = np.maximum(outline.min(axis=0), 0)
    right, bottom = outline.max(axis=0) + 1
    window = levels[top:bottom, left:right]
    inside = np.zeros(window.shape, np.uint8)
    cv2.fillPoly(inside, [(outline - (left, top)).astype(np.int32)], 1)
    level = int(window[inside > 0].max())
    window[inside > 0] = level + 1
    return level
