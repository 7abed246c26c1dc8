# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A contact sheet of labels: overlays with a legend of the classes and their shares."""

from collections.abc import Sequence

import cv2
import numpy as np

from seg_ros.cli.contact_sheet import contact_sheet
from seg_ros.datatypes import ClassLabel, Image, UNLABELLED
from seg_ros.segmentation.overlay import color_table, draw_overlay

MAX_IMAGES = 48
"""Thumbnails on a sheet; of more images, evenly many are left out."""

COLUMNS = 4
WIDTH_PX, HEIGHT_PX = 400, 300
ALPHA = 0.5

_ROW_PX = 26
_DARK = (32, 32, 32)
_LIGHT = (235, 235, 235)


class LabelSheet:
    """Thumbnails of overlays, collected image by image."""

    def __init__(self, classes: Sequence[ClassLabel], count: int) -> None:
        """Start empty, for about `count` images."""
        self._classes = classes
        self._table = color_table(classes)
        self._every = -(-count // MAX_IMAGES)
        self._added = 0
        self._thumbnails: dict[str, np.ndarray] = {}

    def add(self, name: str, image: Image, ids: np.ndarray) -> None:
        """Add an image with its (H, W) uint8 class ids, if it is one that is shown."""
        if self._added % self._every == 0:
            overlay = draw_overlay(image, ids, self._table, ALPHA)
            self._thumbnails[name] = _thumbnail(overlay)
        self._added += 1

    def draw(self, shares: np.ndarray) -> np.ndarray:
        """Return (H, W, 3) uint8 bgr; `shares` are (256,), the share of pixels by class id."""
        sheet = contact_sheet(self._thumbnails, min(COLUMNS, len(self._thumbnails)))
        return np.vstack([self._legend(shares, sheet.shape[1]), sheet])

    def _legend(self, shares: np.ndarray, width: int) -> np.ndarray:
        entries = [(f'{c.id} {c.name} {shares[c.id]:.2%}', c.color[::-1]) for c in self._classes]
        if shares[UNLABELLED] > 0:
            entries.append((f'255 ignored {shares[UNLABELLED]:.2%}', (0, 0, 0)))
        columns = max(1, width // WIDTH_PX)
        rows = -(-len(entries) // columns)
        legend = np.full((_ROW_PX * rows + 8, width, 3), _DARK, np.uint8)
        for number, (text, color) in enumerate(entries):
            left, top = number % columns * WIDTH_PX + 8, number // columns * _ROW_PX + 8
            cv2.rectangle(legend, (left, top), (left + 24, top + 16), color, cv2.FILLED)
            cv2.rectangle(legend, (left, top), (left + 24, top + 16), _LIGHT, 1)
            position = (left + 34, top + 14)
            cv2.putText(
                legend, text, position, cv2.FONT_HERSHEY_SIMPLEX, 0.5, _LIGHT, 1, cv2.LINE_AA
            )
        return legend


def _thumbnail(pixels: np.ndarray) -> np.ndarray:
    """Return the image at one size for all, with dark borders where its shape differs."""
    height, width = pixels.shape[:2]
    scale = min(WIDTH_PX / width, HEIGHT_PX / height)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    thumbnail = np.full((HEIGHT_PX, WIDTH_PX, 3), _DARK, np.uint8)
    top, left = (HEIGHT_PX - size[1]) // 2, (WIDTH_PX - size[0]) // 2
    thumbnail[top : top + size[1], left : left + size[0]] = small
    return thumbnail
