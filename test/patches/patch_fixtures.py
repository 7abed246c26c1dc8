# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Masks drawn with letters, cameras that look straight down, and ground to drive over."""

import numpy as np

from seg_ros.datatypes import GroundMap, MaskFrame, Pose2D
from seg_ros.patches.components import detect
from seg_ros.patches.detections import Detections
from seg_ros.patches.ground_points import GroundPoints
from seg_ros.patches.region_of_interest import region_of_interest

WEED, CROP = 1, 2
LETTERS = {'.': 0, 'w': WEED, 'c': CROP, '?': 255}


def drawn(drawing: str) -> np.ndarray:
    """Return the class map of a drawing: soil '.', weed 'w', crop 'c', unlabelled '?'."""
    return np.array([[LETTERS[letter] for letter in line] for line in drawing.split()], np.uint8)


def nadir(
    shape: tuple[int, int], pixel_m: float = 0.01, x_m: float = 0.0, y_m: float = 0.0
) -> GroundMap:
    """Return the map of a camera that looks straight down on (x, y), its image's top ahead."""
    rows, columns = np.indices(shape)
    ahead_m = x_m + ((shape[0] - 1) / 2 - rows) * pixel_m
    left_m = y_m + ((shape[1] - 1) / 2 - columns) * pixel_m
    return GroundMap(
        ahead_m.astype(np.float32),
        left_m.astype(np.float32),
        np.full(shape, pixel_m**2, np.float32),
    )


def frame_of(class_map: np.ndarray, pose: Pose2D | None = None, stamp_s: float = 0.0) -> MaskFrame:
    """Return the weed mask of a class map, with the class map."""
    return MaskFrame(
        np.where(class_map == WEED, 255, 0).astype(np.uint8),
        stamp_s,
        pose or Pose2D(0.0, 0.0),
        class_map,
    )


def found_in(drawing: str, class_id: int = WEED) -> Detections:
    """Return what is connected in a drawing of pixels of 1 cm, gaps open, however small."""
    mask = (drawn(drawing) == class_id).astype(np.uint8)
    return detect(mask, region_of_interest(nadir(mask.shape)), 0.0, 0.0)


def points_in(drawing: str, class_id: int = WEED) -> GroundPoints:
    """Return the points of one class in a drawing of pixels of 1 cm."""
    return found_in(drawing, class_id).points


class PatchScene:
    """Ground with round plants, in the odometry frame: x, y, radius in meters and class."""

    def __init__(self, *plants: tuple[float, float, float, int]) -> None:
        """Let them grow."""
        self.plants = plants

    def seen(self, ground: GroundMap, pose: Pose2D) -> np.ndarray:
        """Return the class map of what a camera sees from a pose."""
        positions_m = np.stack(pose.to_odom(ground.x_m.ravel(), ground.y_m.ravel()), axis=1)
        class_map = np.zeros(len(positions_m), np.uint8)
        for x_m, y_m, radius_m, class_id in self.plants:
            class_map[np.hypot(*(positions_m - (x_m, y_m)).T) <= radius_m] = class_id
        return class_map.reshape(ground.shape)
