# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The mask of the crops to protect."""

from collections.abc import Iterable

import cv2
import numpy as np

from seg_ros.datatypes import UNLABELLED


def crop_mask(
    class_map: np.ndarray, crop_ids: Iterable[int], unlabelled_is_crop: bool
) -> np.ndarray:
    """Return (H, W) uint8: 255 on crops and, with `unlabelled_is_crop`, on unlabelled pixels."""
    table = np.zeros(256, np.uint8)
    table[[*crop_ids, *([UNLABELLED] if unlabelled_is_crop else [])]] = 255
    return cv2.LUT(class_map, table)


def without_crops(mask: np.ndarray, crops: np.ndarray) -> np.ndarray:
    """Return the mask with 0 on crops."""
    return cv2.bitwise_and(mask, cv2.bitwise_not(crops))
