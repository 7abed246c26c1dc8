# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Masks of class groups, 0 and 255, with morphological opening and closing."""

from collections.abc import Callable, Iterable

import cv2
import numpy as np


def group_mask(
    class_map: np.ndarray, class_ids: Iterable[int], out: np.ndarray | None = None
) -> np.ndarray:
    """
    Return (H, W) uint8: 255 where the class map holds one of the ids, 0 elsewhere.

    `out` is written in place and returned where it has the shape of the class map.
    """
    ids = sorted(set(class_ids))
    if ids and ids[-1] - ids[0] == len(ids) - 1:
        # For consecutive ids a comparison is three times as fast as a table lookup.
        return cv2.inRange(class_map, ids[0], ids[-1], dst=out)
    table = np.zeros(256, np.uint8)
    table[ids] = 255
    return cv2.LUT(class_map, table, dst=out)


def open_and_close(mask: np.ndarray, opening_px: int, closing_px: int) -> np.ndarray:
    """
    Remove parts thinner than `opening_px`, then close gaps narrower than `closing_px`.

    Parts and gaps are thinner where a disc of that diameter does not fit; 0 and 1 leave the mask
    as it is. A disc may extend beyond the image up to its center, so that objects cut by the
    border stay.
    """
    if opening_px > 1:
        mask = _two_passes(mask, opening_px, cv2.erode, cv2.dilate, border_value=255)
    if closing_px > 1:
        mask = _two_passes(mask, closing_px, cv2.dilate, cv2.erode, border_value=0)
    return mask


def _two_passes(
    mask: np.ndarray, diameter: int, first: Callable, second: Callable, border_value: int
) -> np.ndarray:
    # OpenCV's ellipse is not symmetric at even sizes, so its opening shifts the mask. A symmetric
    # disc, the mirrored anchor in the second pass and one more row and column avoid that.
    even = 1 - diameter % 2
    padded = cv2.copyMakeBorder(mask, 0, even, 0, even, cv2.BORDER_CONSTANT, value=border_value)
    offsets_squared = (np.arange(diameter) - (diameter - 1) / 2) ** 2
    disc = (np.add.outer(offsets_squared, offsets_squared) <= diameter**2 / 4).astype(np.uint8)
    result = first(padded, disc, anchor=(diameter // 2, diameter // 2))
    result = second(result, disc, anchor=((diameter - 1) // 2, (diameter - 1) // 2))
    return np.ascontiguousarray(result[: mask.shape[0], : mask.shape[1]])
