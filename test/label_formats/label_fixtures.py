# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Small images and maps for the tests of label formats."""

from pathlib import Path

import cv2
import numpy as np

from seg_ros.label_formats.export import Export


def write_photo(path: Path, height: int = 4, width: int = 6) -> Path:
    """Write a gray image and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), np.full((height, width, 3), 90, np.uint8))
    return path


def ids_of(export: Export) -> dict[str, np.ndarray]:
    """Return the class ids of every image by the last part of its name."""
    return {image.name.rpartition('/')[2]: image.read().ids for image in export.images}


def rows(ids: np.ndarray) -> list[str]:
    """Return a map of class ids as text, a line for each row."""
    return [''.join(map(str, row)) for row in ids.tolist()]


def off_edges(ids: np.ndarray, reference: np.ndarray) -> int:
    """Return the number of pixels that differ from a reference and do not touch its edges."""
    cross = np.ones((3, 3), np.uint8)
    edges = cv2.dilate(reference, cross) != cv2.erode(reference, cross)
    return int(np.count_nonzero((ids != reference) & ~edges))
