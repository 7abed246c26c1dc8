# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class scores such as networks give: smooth regions with noise, some classes winning nowhere."""

from math import ceil

import cv2
import numpy as np

_PATCHES = 7


def class_scores(classes: int, active: int, cells: tuple[int, int], seed: int = 0) -> np.ndarray:
    """
    Return logits (classes, rows, columns) float32 in which exactly `active` classes win somewhere.

    The winners are spread over the ids. Every one wins in a patch of its own and wherever its
    smooth random field is the highest; the others stay well below, as trained networks have it.
    """
    random = np.random.default_rng(seed)
    side = max(_PATCHES, ceil(active**0.5))
    fields = random.normal(0.0, 2.0, (classes, side, side)).astype(np.float32)
    winners = np.linspace(0, classes - 1, active).round().astype(int)
    places = random.permutation(side * side)[:active]
    fields[winners, places // side, places % side] = 9.0
    fields[np.setdiff1d(np.arange(classes), winners)] -= 14.0
    planes = [cv2.resize(field, cells[::-1], interpolation=cv2.INTER_CUBIC) for field in fields]
    return np.stack(planes) + random.normal(0.0, 0.2, (classes, *cells)).astype(np.float32)


def photo(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Return bgr pixels (H, W, 3) uint8 with structure at all scales."""
    random = np.random.default_rng(seed)
    pixels = np.zeros((height, width, 3), np.float32)
    for cells in (4, 16, 64):
        noise = random.uniform(0, 85, (cells, cells, 3)).astype(np.float32)
        pixels += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(pixels, 0, 255).astype(np.uint8)
