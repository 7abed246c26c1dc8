# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Rasterization of plants: the pixels of the strip that their leaves cover."""

import cv2
import numpy as np

from seg_ros.sim.world.ground_strip import PIXEL_M, Plant
from seg_ros.sim.world.plant_shapes import Leaves, leaves_of

SHIFT = 4
"""Fractional bits of coordinates for the drawing functions of OpenCV."""


def fixed(points: np.ndarray) -> np.ndarray:
    """Return points in pixels as fixed-point numbers with SHIFT fractional bits."""
    return np.rint(points * 2**SHIFT).astype(np.int32)


def outlines(leaves: Leaves, center_px: np.ndarray) -> np.ndarray:
    """Return (N, 30, 2) outlines for OpenCV of a plant centered at (column, row)."""
    return fixed(np.concatenate([leaves.left, leaves.right[:, ::-1]], axis=1) + center_px)


def center_of(plant: Plant, start_px: int) -> np.ndarray:
    """Return (column, row) of the plant on a piece that starts at row `start_px`."""
    return np.array([plant.y_m / PIXEL_M, plant.x_m / PIXEL_M - start_px])


def draw_owner(owners: np.ndarray, plant: Plant, start_px: int, start_column_px: int = 0) -> None:
    """Write the plant's number into the (H, W) int32 piece that starts at row `start_px`."""
    center_px = center_of(plant, start_px) - (start_column_px, 0)
    for outline in outlines(leaves_of(plant), center_px):
        cv2.fillPoly(owners, [outline], plant.number, shift=SHIFT)


def covered_px(plant: Plant) -> int:
    """Return the number of pixels that the plant covers without plants on top of it."""
    radius_px = plant.diameter_m / PIXEL_M / 2.0 + 2.0
    column, row = (int(edge_px) for edge_px in np.floor(center_of(plant, 0) - radius_px))
    owners = np.zeros([int(2.0 * radius_px) + 2] * 2, np.int32)
    draw_owner(owners, plant, row, column)
    return cv2.countNonZero(owners)
