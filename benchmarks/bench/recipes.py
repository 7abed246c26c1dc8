# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The usual recipes, as tutorials write them and nowhere slower: what we are measured against."""

import cv2
import numpy as np

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)


def prepare(pixels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Return the normalized NCHW float32 input of bgr pixels; `size` is (height, width)."""
    image: np.ndarray = cv2.cvtColor(cv2.resize(pixels, size[::-1]), cv2.COLOR_BGR2RGB)
    image = image.astype(np.float32) / np.float32(255)
    image = (image - np.array(MEAN, np.float32)) / np.array(STD, np.float32)
    return np.ascontiguousarray(image.transpose(2, 0, 1)[np.newaxis])


def decode(scores: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Upsample scores (C, h, w) one by one, stack them and return their argmax, (H, W) uint8."""
    planes = [cv2.resize(plane, size[::-1], interpolation=cv2.INTER_LINEAR) for plane in scores]
    return np.argmax(np.stack(planes), axis=0).astype(np.uint8)


def overlay(pixels: np.ndarray, class_map: np.ndarray, colors: np.ndarray) -> np.ndarray:
    """Paint class by class, then blend; `colors` is (C, 3) uint8 bgr."""
    painted = np.zeros_like(pixels)
    for class_id in range(len(colors)):
        painted[class_map == class_id] = colors[class_id]
    return cv2.addWeighted(pixels, 0.5, painted, 0.5, 0.0)


def exact_scores(scores: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Return (C, H, W) float64, upsampled bilinearly with half-pixel centers, edges held."""
    rows = _line(scores.shape[1], size[0])
    columns = _line(scores.shape[2], size[1])
    return rows @ scores.astype(np.float64) @ columns.T


def _line(cells: int, pixels: int) -> np.ndarray:
    # Row p holds the weights of all cells for pixel p.
    center = np.clip((np.arange(pixels) + 0.5) * cells / pixels - 0.5, 0, cells - 1)
    distance = np.abs(center[:, np.newaxis] - np.arange(cells))
    return np.maximum(0.0, 1.0 - distance)
