# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Outlines to pixels: a pixel belongs to a shape if its center is inside.

Coordinates are those of CVAT, Labelme, Label Studio, COCO and YOLO: x to the right and y down from
the upper left corner of the image, so that the first pixel is the square from 0 to 1 and its
center is at (0.5, 0.5). Shapes that share an edge neither overlap nor leave a gap. `cv2.fillPoly`
would add every pixel that the edge touches, half a pixel all around.
"""

from collections.abc import Sequence
from math import ceil, cos, floor, radians, sin

import cv2
import numpy as np

from seg_ros.errors import InputError
from seg_ros.label_formats.region import Region


def polygon(points: Sequence[Sequence[float]] | np.ndarray, size: tuple[int, int]) -> Region:
    """
    Return what is inside a ring of (x, y) points, (N, 2), by the even-odd rule.

    What lies outside the image of `size` (height, width) is cut off. Raises InputError for fewer
    than three points, other shapes, numbers that are not finite, and a ring wholly outside.
    """
    ring = _checked_ring(points)
    _refuse_outside(ring, size)
    left, top = (max(0, floor(low)) for low in ring.min(axis=0))
    right, bottom = (min(end, ceil(high)) for end, high in zip(size[::-1], ring.max(axis=0)))
    height, width = max(bottom - top, 1), max(right - left, 1)
    start, end = ring - (left, top), np.roll(ring, -1, axis=0) - (left, top)
    # The rows whose centers, at .5, lie between the two ends of an edge.
    first, last = (
        np.clip(np.ceil(edge - 0.5), 0, height).astype(int)
        for edge in (
            np.minimum(start[:, 1], end[:, 1]),
            np.maximum(start[:, 1], end[:, 1]),
        )
    )
    edges = np.repeat(np.arange(len(ring)), last - first)
    rows = np.arange(len(edges)) - np.repeat(np.cumsum(last - first) - last, last - first)
    run, rise = (end - start)[edges].T
    crossing_x = start[edges, 0] + (rows + 0.5 - start[edges, 1]) * run / rise
    columns = np.clip(np.ceil(crossing_x - 0.5), 0, width).astype(int)
    crossings = np.bincount(rows * (width + 1) + columns, minlength=height * (width + 1))
    inside = np.cumsum(crossings.reshape(height, width + 1), axis=1)[:, :-1] % 2 == 1
    return Region(left, top, inside)


def traced(points: np.ndarray, size: tuple[int, int]) -> Region:
    """
    Return what is inside a ring of pixels, (N, 2) whole numbers x and y, and these pixels.

    This is how `cv2.findContours` writes an outline and `cv2.fillPoly` fills it. Errors as those
    of `polygon`.
    """
    ring = _checked_ring(points)
    _refuse_outside(ring, size)
    pixels = np.zeros(size, np.uint8)
    cv2.fillPoly(pixels, [ring.round().astype(np.int32)], 1)
    return Region(0, 0, pixels > 0)


def points_of_numbers(numbers: Sequence[float]) -> list[tuple[float, float]]:
    """Return the points of a list x, y, x, y, ...; InputError for an odd number of numbers."""
    if len(numbers) % 2:
        raise InputError(f'its outline must have an even number of numbers, got {len(numbers)}')
    return list(zip(numbers[::2], numbers[1::2]))


def rectangle(
    corners: tuple[float, float, float, float], size: tuple[int, int], rotation_deg: float = 0.0
) -> Region:
    """
    Return what is inside left, top, right and bottom, rotated clockwise about the center.

    Errors as those of `polygon`.
    """
    left, top, right, bottom = corners
    ring = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], float)
    return polygon(rotate(ring, ring.mean(axis=0), rotation_deg), size)


def rotate(points: np.ndarray, center: np.ndarray, rotation_deg: float) -> np.ndarray:
    """Return (N, 2) points rotated clockwise, as seen in the image, about a point (x, y)."""
    cosine, sine = cos(radians(rotation_deg)), sin(radians(rotation_deg))
    return (points - center) @ np.array([[cosine, sine], [-sine, cosine]]) + center


def ellipse(
    center: tuple[float, float],
    radii: tuple[float, float],
    size: tuple[int, int],
    rotation_deg: float = 0.0,
) -> Region:
    """
    Return what is inside an ellipse with radii along x and y, rotated clockwise.

    Raises InputError for a radius that is not positive, and for an ellipse outside the image.
    """
    if not min(radii) > 0.0:
        raise InputError(f'its radii must be positive, got {radii[0]} and {radii[1]}')
    around = np.array([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)])
    box = rotate(around * radii, np.zeros(2), rotation_deg) + center
    _refuse_outside(_checked_ring(box), size)
    left, top = (max(0, floor(low)) for low in box.min(axis=0))
    right, bottom = (min(end, ceil(high)) for end, high in zip(size[::-1], box.max(axis=0)))
    x, y = np.meshgrid(np.arange(left, right) + 0.5, np.arange(top, bottom) + 0.5)
    offsets = np.stack((x, y), axis=-1) - center
    along = rotate(offsets, np.zeros(2), -rotation_deg) / radii
    return Region(left, top, (along**2).sum(axis=-1) <= 1.0)


def _checked_ring(points: Sequence[Sequence[float]] | np.ndarray) -> np.ndarray:
    try:
        ring = np.asarray(points, float)
    except (TypeError, ValueError):
        ring = np.zeros(0)
    if ring.ndim != 2 or ring.shape[1] != 2 or len(ring) < 3:
        raise InputError(
            f'its outline must be three or more points (x, y), got {len(points)} of another form'
            if len(points) > 2
            else f'its outline must have three or more points, got {len(points)}'
        )
    if not np.isfinite(ring).all():
        raise InputError('the points of its outline must be numbers, got one that is not finite')
    return ring


def _refuse_outside(ring: np.ndarray, size: tuple[int, int]) -> None:
    (left, top), (right, bottom) = ring.min(axis=0), ring.max(axis=0)
    if left >= size[1] or top >= size[0] or right <= 0 or bottom <= 0:
        raise InputError(
            f'it must overlap its image of {size[1]}x{size[0]}, got '
            f'x {left:g} to {right:g}, y {top:g} to {bottom:g}'
        )
