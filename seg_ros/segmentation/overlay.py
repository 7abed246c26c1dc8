# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class maps in color: alone, blended with the camera image, and with a legend."""

from collections.abc import Sequence
from functools import lru_cache

import cv2
import numpy as np

from seg_ros.datatypes import ClassLabel, Image, UNLABELLED

LEGEND_MIN_SHARE = 0.002
"""Share of the frame below which the legend leaves a class out, too small to be noticed."""

LEGEND_IMAGE_WEIGHT = 0.3
"""Weight of the image behind the legend, so that white letters are readable on any scene."""

_WHITE = (255, 255, 255)


def color_table(classes: Sequence[ClassLabel]) -> np.ndarray:
    """Return (256, 4) uint8: blue, green, red, 0 by class id; black for ids without a class."""
    table = np.zeros((256, 4), np.uint8)
    for label in classes:
        table[label.id, :3] = label.color[::-1]
    return table


def color_map(
    class_map: np.ndarray, table: np.ndarray, out: np.ndarray | None = None
) -> np.ndarray:
    """
    Return the class map in colors, (H, W, 3) uint8 bgr.

    `out` is written in place and returned where it has that shape.
    """
    # One table lookup of four bytes: applyColorMap is slower, in old versions four times.
    colors = cv2.LUT(class_map, table.view(np.int32)).view(np.uint8)
    return cv2.cvtColor(colors.reshape(*class_map.shape, 4), cv2.COLOR_BGRA2BGR, dst=out)


def draw_overlay(
    image: Image,
    class_map: np.ndarray,
    table: np.ndarray,
    alpha: float,
    out: np.ndarray | None = None,
    all_labeled: bool = False,
) -> np.ndarray:
    """
    Return the image blended with the class colors, (H, W, 3) uint8 bgr at the image's size.

    `alpha` is the weight of the colors; unlabelled pixels show the image alone. A class map of
    another size is resized to the image's. `out` is written in place where it has that shape.
    With `all_labeled`, which says that no pixel is unlabelled, none is searched for.
    """
    size = (image.width_px, image.height_px)
    if class_map.shape != size[::-1]:
        class_map = cv2.resize(class_map, size, interpolation=cv2.INTER_NEAREST)
    camera = as_bgr(image)
    colors = color_map(class_map, table, out)
    blended = cv2.addWeighted(camera, 1.0 - alpha, colors, alpha, 0.0, dst=colors)
    if all_labeled or class_map.max() < UNLABELLED:
        return blended
    unlabelled = cv2.inRange(class_map, UNLABELLED, UNLABELLED)
    return cv2.copyTo(camera, unlabelled, dst=blended)


def visible_labels(class_map: np.ndarray, classes: Sequence[ClassLabel]) -> tuple[ClassLabel, ...]:
    """
    Return the classes that fill at least LEGEND_MIN_SHARE of the class map, the largest first.

    Shares are rounded to powers of two, so that the order does not flicker from frame to frame.
    """
    step = max(1, min(class_map.shape) // 120)
    sampled = np.ascontiguousarray(class_map[::step, ::step])
    counts = cv2.calcHist([sampled], [0], None, [256], [0, 256]).ravel()
    visible = [label for label in classes if counts[label.id] > LEGEND_MIN_SHARE * sampled.size]
    return tuple(sorted(visible, key=lambda label: -int(counts[label.id]).bit_length()))


def draw_legend(image: np.ndarray, labels: Sequence[ClassLabel]) -> None:
    """
    Draw a legend of the labels in the upper left corner of a bgr image, in place.

    The text scales with the image. The legend takes at most two thirds of the height: where not
    all labels fit, the first ones are drawn.
    """
    row_px = max(14, round(min(image.shape[0] / 22, image.shape[1] / 30)))
    labels = labels[: 2 * image.shape[0] // (3 * row_px)]
    if not labels:
        return
    weights, drawing = _legend(tuple(labels), row_px)
    top = left = row_px // 2
    corner = image[top : top + weights.shape[0], left : left + weights.shape[1]]
    weights, drawing = weights[:, : corner.shape[1]], drawing[:, : corner.shape[1]]
    if corner.size == 0:
        return
    cv2.multiply(corner, weights, dst=corner, scale=1 / 255)
    cv2.add(corner, drawing, dst=corner)


@lru_cache(maxsize=64)
def _legend(labels: tuple[ClassLabel, ...], row_px: int) -> tuple[np.ndarray, np.ndarray]:
    # The first array is the weight of the image, times 255; the second is added to it.
    sizes = [cv2.getTextSize(label.name, *_font(row_px))[0] for label in labels]
    width = round(1.8 * row_px) + max(size[0] for size in sizes)
    weights, drawings = zip(*(_legend_row(label, row_px, width) for label in labels))
    return np.vstack(weights), np.vstack(drawings)


@lru_cache(maxsize=256)
def _legend_row(label: ClassLabel, row_px: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    drawing = np.zeros((row_px, width, 3), np.uint8)
    font, scale, thickness = _font(row_px)
    text_start = (round(1.4 * row_px), round(0.72 * row_px))
    cv2.putText(drawing, label.name, text_start, font, scale, _WHITE, thickness, cv2.LINE_AA)
    weights = ((255 - drawing) * LEGEND_IMAGE_WEIGHT).astype(np.uint8)
    swatch = (round(0.4 * row_px), round(0.2 * row_px)), (row_px, round(0.8 * row_px))
    cv2.rectangle(weights, *swatch, 0, cv2.FILLED)
    cv2.rectangle(drawing, *swatch, label.color[::-1], cv2.FILLED)
    cv2.rectangle(drawing, *swatch, _WHITE, 1)
    return weights, drawing


def _font(row_px: int) -> tuple[int, float, int]:
    return cv2.FONT_HERSHEY_SIMPLEX, row_px / 42, max(1, round(row_px / 22))


def as_bgr(image: Image) -> np.ndarray:
    """Return (H, W, 3) uint8 bgr pixels of an image; those of the image itself if they are bgr."""
    if image.order == 'bgr':
        return image.pixels
    return cv2.cvtColor(image.pixels, getattr(cv2, f'COLOR_{image.order.upper()}2BGR'))
