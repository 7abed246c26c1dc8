# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What is connected in a mask, and the pixels that it is made of."""

from dataclasses import dataclass

import cv2
import numpy as np

from seg_ros.datatypes import UNLABELLED
from seg_ros.patches.detections import Detections
from seg_ros.patches.ground_points import GroundPoints, sorting, starts_of
from seg_ros.patches.region_of_interest import PIXEL, RegionOfInterest
from seg_ros.patches.run_length import stretches_of

_SURE = 255


@dataclass(frozen=True, eq=False)
class Connected:
    """
    The view's part of a mask, and what OpenCV finds connected in it once gaps are closed.

    `mask` is (h, w) uint8; `labels` (h, w) int32 is 0 where there is nothing, `statistics` (L, 5)
    int32 is column, row, width, height and size in pixels of each label.
    """

    mask: np.ndarray
    labels: np.ndarray
    statistics: np.ndarray


def find(
    mask: np.ndarray,
    view: RegionOfInterest,
    closing_m: float,
    min_area_m2: float,
    class_map: np.ndarray | None = None,
    confidence: np.ndarray | None = None,
) -> Detections:
    """
    Return what is connected in the view's part of a mask and covers `min_area_m2` or more.

    All planes are (H, W) uint8 of the whole image. Gaps narrower than `closing_m` do not part a
    patch, but what closes them is not counted as its own. Pixels above the horizon are no patch.
    """
    return gather(connect(mask, view, closing_m), view, min_area_m2, class_map, confidence)


def connect(mask: np.ndarray, view: RegionOfInterest, closing_m: float) -> Connected:
    """Return what is connected in the view's part of a mask, gaps closed."""
    mask = mask[view.window]
    if view.ground_pixels is not None:
        mask = cv2.bitwise_and(mask, view.ground_pixels)
    _, labels, statistics, _ = cv2.connectedComponentsWithStats(
        _closed(mask, closing_m / view.pixel_m), connectivity=8, ltype=cv2.CV_32S
    )
    return Connected(mask, labels, statistics)


def gather(
    connected: Connected,
    view: RegionOfInterest,
    min_area_m2: float,
    class_map: np.ndarray | None = None,
    confidence: np.ndarray | None = None,
) -> Detections:
    """Return those that cover enough ground, with their own pixels."""
    stretches = stretches_of(connected.mask)
    numbers = connected.labels.ravel().take(stretches.begins)
    order = sorting(numbers, len(connected.statistics))
    stretches, numbers = stretches.taken(order), numbers.take(order)
    starts = starts_of(numbers)
    owners = np.arange(len(starts)).repeat(np.diff(starts, append=len(numbers)))
    pixels = stretches.pixels
    planes = view.pixels.take(pixels)
    x_m, y_m, half_x_m, half_y_m, areas_m2 = (
        planes[name].astype(np.float64) for name in PIXEL.names or ()
    )
    points = GroundPoints(
        x_m,
        y_m,
        half_x_m,
        half_y_m,
        areas_m2,
        _values(class_map, view, pixels, UNLABELLED),
        _values(confidence, view, pixels, _SURE),
        owners.repeat(stretches.lengths),
    )
    large = points.covered_m2 >= min_area_m2
    numbers = numbers[starts[large]]
    places = np.full(len(connected.statistics), -1)
    places[numbers] = np.arange(len(numbers))
    boxes_px, cut = boxes(connected.statistics, numbers, view)
    return Detections(points.of_owners(large), boxes_px, cut, connected.labels, places)


def boxes(
    statistics: np.ndarray, numbers: np.ndarray, view: RegionOfInterest
) -> tuple[np.ndarray, np.ndarray]:
    """Return (N, 4) int32 boxes in the whole image, and (N,) bool which the view's border cuts."""
    columns = statistics.T[:4].take(numbers, axis=1)
    corners, sizes = columns[:2], columns[2:]
    is_at_edge = corners == 0
    is_at_edge |= corners + sizes == view.size_px
    corners += view.start_px
    return columns.T, is_at_edge[0] | is_at_edge[1]


def _values(
    plane: np.ndarray | None, view: RegionOfInterest, pixels: np.ndarray, unknown: int
) -> np.ndarray:
    if plane is None:
        return np.full(len(pixels), unknown, np.uint8)
    return plane[view.window].ravel().take(pixels)


def _closed(mask: np.ndarray, closing_px: float) -> np.ndarray:
    # Odd sizes only: OpenCV's even ones shift the mask.
    diameter_px = 2 * int(closing_px / 2) + 1
    if diameter_px == 1:
        return mask
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (diameter_px, diameter_px))
    # With room around: OpenCV's closing ties all that is near the border to the border.
    room = diameter_px // 2
    wide = cv2.copyMakeBorder(mask, room, room, room, room, cv2.BORDER_CONSTANT, value=0)
    return cv2.morphologyEx(wide, cv2.MORPH_CLOSE, disc)[room:-room, room:-room]
