# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Masks: a group of classes as 0 and 255, with specks removed and gaps closed on request."""

from collections.abc import Callable, Iterable

import cv2
import numpy as np


def group_mask(
    class_map: np.ndarray, class_ids: Iterable[int], out: np.ndarray | None = None
) -> np.ndarray:
    """
    Return (H, W) uint8: 255 where the class map holds one of the ids, 0 elsewhere.

    `out` is written in place and returned when it has the class map's shape.
    """
    ids = sorted(set(class_ids))
    if ids and ids[-1] - ids[0] == len(ids) - 1:
        # Neighbors, or one alone: to compare is three times as fast as to look up.
        return cv2.inRange(class_map, ids[0], ids[-1], dst=out)
    table = np.zeros(256, np.uint8)
    table[ids] = 255
    return cv2.LUT(class_map, table, dst=out)


def clean(mask: np.ndarray, opening_px: int, closing_px: int) -> np.ndarray:
    """
    Remove what is thinner than `opening_px`, then close gaps narrower than `closing_px`.

    Thin and narrow is where a disc of that diameter does not fit; 0 and 1 leave the mask as it
    is. A disc may stick out of the image up to its center, so that things cut by the border stay.
    """
    if opening_px > 1:
        mask = _there_and_back(mask, opening_px, cv2.erode, cv2.dilate, beyond=255)
    if closing_px > 1:
        mask = _there_and_back(mask, closing_px, cv2.dilate, cv2.erode, beyond=0)
    return mask


def _there_and_back(
    mask: np.ndarray, diameter: int, there: Callable, back: Callable, beyond: int
) -> np.ndarray:
    # OpenCV's ellipse is lopsided at even sizes and its opening then shifts the mask. A symmetric
    # disc, the mirrored anchor on the way back and one more row and column keep all in place.
    even = 1 - diameter % 2
    padded = cv2.copyMakeBorder(mask, 0, even, 0, even, cv2.BORDER_CONSTANT, value=beyond)
    offsets_squared = (np.arange(diameter) - (diameter - 1) / 2) ** 2
    disc = (np.add.outer(offsets_squared, offsets_squared) <= diameter**2 / 4).astype(np.uint8)
    swept = there(padded, disc, anchor=(diameter // 2, diameter // 2))
    swept = back(swept, disc, anchor=((diameter - 1) // 2, (diameter - 1) // 2))
    return np.ascontiguousarray(swept[: mask.shape[0], : mask.shape[1]])
