# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A contact sheet: images with captions in one image."""

from collections.abc import Mapping

import cv2
import numpy as np

_CAPTION_PX = 28


def contact_sheet(images: Mapping[str, np.ndarray], columns: int = 2) -> np.ndarray:
    """
    Return (H, W, 3) uint8 bgr with every image below its caption, row by row.

    Images are (h, w, 3) bgr or (h, w) gray, uint8; all are resized to the size of the first.
    """
    height, width = next(iter(images.values())).shape[:2]
    cells = [_cell(name, image, height, width) for name, image in images.items()]
    cells += [np.zeros_like(cells[0])] * (-len(cells) % columns)
    rows = [np.hstack(cells[start : start + columns]) for start in range(0, len(cells), columns)]
    return np.vstack(rows)


def _cell(name: str, image: np.ndarray, height: int, width: int) -> np.ndarray:
    if image.ndim == 2:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    image = cv2.resize(image, (width, height), interpolation=cv2.INTER_NEAREST)
    caption = np.full((_CAPTION_PX, width, 3), 32, np.uint8)
    position = (8, _CAPTION_PX - 9)
    cv2.putText(
        caption, name, position, cv2.FONT_HERSHEY_SIMPLEX, 0.5, (235, 235, 235), 1, cv2.LINE_AA
    )
    return np.vstack([caption, image])
