# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Connected components of a mask, and their pixels on the ground."""

from dataclasses import dataclass

import cv2
import numpy as np

from seg_ros.datatypes import UNLABELLED
from seg_ros.patches.detections import Detections
from seg_ros.patches.ground_points import GroundPoints, sorting, starts_of
from seg_ros.patches.region_of_interest import PIXEL, RegionOfInterest
from seg_ros.patches.run_length import run_lengths

_SURE = 255


@dataclass(frozen=True, eq=False)
class ConnectedComponents:
    """
    The region of a mask, and its connected components after closing.

    `mask` is (h, w) uint8; `labels` (h, w) int32 is 0 for the background, `statistics` (L, 5)
    int32 is column, row, width, height and size in pixels of each label.
    """

    mask: np.ndarray
    labels: np.ndarray
    statistics: np.ndarray


def detect(
    mask: np.ndarray,
    region: RegionOfInterest,
    closing_m: float,
    min_area_m2: float,
    class_map: np.ndarray | None = None,
    confidence: np.ndarray | None = None,
) -> Detections:
    """
    Return the connected components of a mask in the region that cover `min_area_m2` or more.

    All planes are (H, W) uint8 of the whole image. Gaps narrower than `closing_m` do not
    separate a patch, but pixels that close them are not part of it. Pixels above the horizon are
    ignored.
    """
    return detections_of(
        connected_components(mask, region, closing_m), region, min_area_m2, class_map, confidence
    )


def connected_components(
    mask: np.ndarray, region: RegionOfInterest, closing_m: float
) -> ConnectedComponents:
    """Return the connected components of a mask in the region, after closing."""
    mask = mask[region.window]
    if region.ground_pixels is not None:
        mask = cv2.bitwise_and(mask, region.ground_pixels)
    _, labels, statistics, _ = cv2.connectedComponentsWithStats(
        _closed(mask, closing_m / region.pixel_m), connectivity=8, ltype=cv2.CV_32S
    )
    return ConnectedComponents(mask, labels, statistics)


def detections_of(
    components: ConnectedComponents,
    region: RegionOfInterest,
    min_area_m2: float,
    class_map: np.ndarray | None = None,
    confidence: np.ndarray | None = None,
) -> Detections:
    """Return the components that cover enough ground, with their pixels."""
    runs = run_lengths(components.mask)
    labels = components.labels.ravel().take(runs.begins)
    order = sorting(labels, len(components.statistics))
    runs, labels = runs.select(order), labels.take(order)
    starts = starts_of(labels)
    owners = np.arange(len(starts)).repeat(np.diff(starts, append=len(labels)))
    pixels = runs.pixels
    planes = region.pixels.take(pixels)
    x_m, y_m, half_x_m, half_y_m, areas_m2 = (
        planes[name].astype(np.float64) for name in PIXEL.names or ()
    )
    points = GroundPoints(
        x_m,
        y_m,
        half_x_m,
        half_y_m,
        areas_m2,
        _values(class_map, region, pixels, UNLABELLED),
        _values(confidence, region, pixels, _SURE),
        owners.repeat(runs.lengths),
    )
    large = points.covered_m2 >= min_area_m2
    labels = labels[starts[large]]
    detection_of_label = np.full(len(components.statistics), -1)
    detection_of_label[labels] = np.arange(len(labels))
    boxes_px, cut = bounding_boxes(components.statistics, labels, region)
    return Detections(
        points.select_owners(large), boxes_px, cut, components.labels, detection_of_label
    )


def bounding_boxes(
    statistics: np.ndarray, labels: np.ndarray, region: RegionOfInterest
) -> tuple[np.ndarray, np.ndarray]:
    """Return (N, 4) int32 boxes in the image, and (N,) bool which touch the region's border."""
    columns = statistics.T[:4].take(labels, axis=1)
    corners, sizes = columns[:2], columns[2:]
    is_at_edge = corners == 0
    is_at_edge |= corners + sizes == region.size_px
    corners += region.start_px
    return columns.T, is_at_edge[0] | is_at_edge[1]


def _values(
    plane: np.ndarray | None, region: RegionOfInterest, pixels: np.ndarray, unknown: int
) -> np.ndarray:
    if plane is None:
        return np.full(len(pixels), unknown, np.uint8)
    return plane[region.window].ravel().take(pixels)


def _closed(mask: np.ndarray, closing_px: float) -> np.ndarray:
    # Odd sizes only: OpenCV's even ones shift the mask.
    diameter_px = 2 * int(closing_px / 2) + 1
    if diameter_px == 1:
        return mask
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (diameter_px, diameter_px))
    pad_px = diameter_px // 2
    # With a border: OpenCV's closing connects all that is near the edge of an image to the edge.
    padded = cv2.copyMakeBorder(mask, pad_px, pad_px, pad_px, pad_px, cv2.BORDER_CONSTANT, value=0)
    return cv2.morphologyEx(padded, cv2.MORPH_CLOSE, disc)[pad_px:-pad_px, pad_px:-pad_px]
