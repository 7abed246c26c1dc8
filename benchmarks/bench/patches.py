# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Figures of patches: the work after OpenCV's connected components, relative to them."""

import cv2
import numpy as np

from benchmarks.bench.steps import VGA
from seg_ros.cli.rounds import Figure, ratio
from seg_ros.datatypes import GroundMap
from seg_ros.patches.boom import Boom
from seg_ros.patches.components import (
    bounding_boxes,
    connected_components,
    ConnectedComponents,
    detections_of,
)
from seg_ros.patches.region_of_interest import region_of_interest, RegionOfInterest
from seg_ros.patches.region_properties import region_properties, RegionProperties
from seg_ros.patches.spray_runs import spans

PATCHES = 1000
BOOM = Boom(count=14, pitch_m=0.04, lane_m=0.04)
_PIXEL_M = 0.0015


def patch_statistics_over_cc(rounds: int) -> Figure:
    """Return turning OpenCV's statistics of 1000 patches into arrays over connected components."""
    mask, region = weeds(PATCHES, VGA), region_of_interest(flat_ground(VGA))
    statistics = connected_components(mask, region, 0.0).statistics
    labels = np.arange(1, len(statistics))
    return ratio(
        lambda: bounding_boxes(statistics, labels, region), lambda: _components(mask), rounds
    )


def patch_points_over_cc(rounds: int) -> Figure:
    """Return areas, positions and nozzles of 1000 patches over connected components."""
    mask, region = weeds(PATCHES, VGA), region_of_interest(flat_ground(VGA))
    components = connected_components(mask, region, 0.0)
    return ratio(lambda: measured(components, region), lambda: _components(mask), rounds)


def measured(
    components: ConnectedComponents, region: RegionOfInterest
) -> tuple[RegionProperties, np.ndarray]:
    """Return position and size of patches, and their nozzles."""
    points = detections_of(components, region, 0.0).points
    return region_properties(points), spans(points, BOOM.lanes(points.y_m))


def weeds(count: int, size: tuple[int, int], seed: int = 0) -> np.ndarray:
    """Return an (H, W) uint8 mask of `count` discs, 5 or 7 pixels wide, none touching another."""
    random = np.random.default_rng(seed)
    cell_px = int((size[0] * size[1] / count) ** 0.5)
    cells = np.indices((size[0] // cell_px, size[1] // cell_px)).reshape(2, -1).T
    centers = random.permutation(cells)[:count] * cell_px + random.integers(
        4, cell_px - 4, (count, 2)
    )
    mask = np.zeros(size, np.uint8)
    for row, column in centers.tolist():
        cv2.circle(mask, (column, row), int(random.integers(2, 4)), 255, cv2.FILLED)
    return mask


def flat_ground(size: tuple[int, int]) -> GroundMap:
    """Return the map of a camera that looks straight down."""
    rows, columns = np.indices(size, np.float32)
    return GroundMap(
        (size[0] / 2 - rows) * np.float32(_PIXEL_M),
        (size[1] / 2 - columns) * np.float32(_PIXEL_M),
        np.full(size, _PIXEL_M**2, np.float32),
    )


def _components(mask: np.ndarray) -> object:
    return cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
