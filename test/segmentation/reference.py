# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The reference for decoding: bilinear upsampling of all scores in float64."""

import cv2
import numpy as np


def upsampled(
    scores: np.ndarray, pixels: tuple[int, int], cell_px: tuple[float, float]
) -> np.ndarray:
    """
    Return (C, *pixels) float64: (C, h, w) scores, bilinear between the centers of the cells.

    Both begin at the upper left corner and a cell is `cell_px` pixels large: pixel p lies at cell
    (p + 1/2) / cell_px - 1/2. From the outermost centers to the edge the value is constant.
    """
    rows = weights(scores.shape[1], pixels[0], cell_px[0])
    columns = weights(scores.shape[2], pixels[1], cell_px[1])
    return rows @ scores.astype(np.float64) @ columns.T


def weights(cells: int, pixels: int, cell_px: float) -> np.ndarray:
    """Return (pixels, cells) float64: the weight of each cell in each pixel."""
    center = np.clip((np.arange(pixels) + 0.5) / cell_px - 0.5, 0, cells - 1)
    return np.maximum(0.0, 1.0 - np.abs(center[:, np.newaxis] - np.arange(cells)))


def margin(scores: np.ndarray) -> np.ndarray:
    """Return the difference of the two largest of (C, H, W) scores, (H, W)."""
    second, first = np.partition(scores, -2, axis=0)[-2:]
    return first - second


def close(scores: np.ndarray) -> float:
    """
    Return the margin of (C, h, w) scores below which either of two classes is correct.

    Without IPP, OpenCV computes pixel positions in float32, whose error grows to the right.
    """
    return 1e-5 if cv2.ipp.useIPP() else 4e-7 * scores.shape[2] * float(np.abs(scores).max())
