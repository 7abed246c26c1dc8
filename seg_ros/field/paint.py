# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Paint plants on bare ground, and write into the truth map what was painted where."""

import cv2
import numpy as np

from seg_ros.field.leaves import Leaf, leaves_of, PALING
from seg_ros.field.noise import smooth_noise
from seg_ros.field.strip import CROP, PIECE_PX, PIXEL_M, Plant, SUN, WEED

_SHIFT = 4


def paint_plants(
    ground: np.ndarray, plants: list[Plant], seed: int, piece: int
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return the piece with its plants, (PIECE_PX, width, 3) uint8 bgr, and its (..) uint8 truth.

    Larger plants stand over smaller ones; every plant shades the ground.
    """
    placed = []
    for plant in sorted(plants, key=lambda plant: (plant.diameter_m, plant.x_m)):
        row = plant.x_m / PIXEL_M - piece * PIECE_PX
        reach = plant.diameter_m / PIXEL_M
        if -reach < row < PIECE_PX + reach:
            centre = np.array([plant.y_m / PIXEL_M, row])
            placed.append((plant, centre, leaves_of(plant)))
    picture = _shade(ground, placed)
    truth = np.zeros(ground.shape[:2], np.uint8)
    for plant, centre, leaves in placed:
        for leaf in leaves:
            _paint_leaf(picture, centre, leaf)
            cv2.fillPoly(truth, [_outline(centre, leaf)], CROP if plant.is_crop else WEED,
                         shift=_SHIFT)
    _grain(picture, truth, seed, piece)
    return picture, truth


def _fixed(points: np.ndarray) -> np.ndarray:
    return np.round(points * 2**_SHIFT).astype(np.int32)


def _outline(centre: np.ndarray, leaf: Leaf) -> np.ndarray:
    return _fixed(centre + np.vstack([leaf.left, leaf.right[::-1]]))


def _shade(ground: np.ndarray, placed: list[tuple]) -> np.ndarray:
    shadow = np.zeros(ground.shape[:2], np.uint8)
    for _, centre, leaves in placed:
        for leaf in leaves:
            fallen = centre - leaf.rise_px * np.array(SUN)
            cv2.fillPoly(shadow, [_outline(fallen, leaf)], 255, shift=_SHIFT)
    light = 1.0 - cv2.GaussianBlur(shadow, (0, 0), 1.6).astype(np.float32) * (0.55 / 255.0)
    return (ground * light[..., None]).astype(np.uint8)


def _paint_leaf(picture: np.ndarray, centre: np.ndarray, leaf: Leaf) -> None:
    middle = centre + leaf.middle
    cv2.fillPoly(picture, [_outline(centre, leaf)], leaf.color.tolist(), cv2.LINE_AA, _SHIFT)
    tilt = leaf.left[len(leaf.left) // 2] - leaf.middle[len(leaf.middle) // 2]
    facing = float(np.dot(tilt, SUN)) / (np.hypot(*tilt) + 1e-6)
    half = _fixed(np.vstack([centre + 0.94 * leaf.left + 0.06 * leaf.middle, middle[::-1]]))
    cv2.fillPoly(picture, [half], (leaf.color * (1.0 - 0.14 * facing)).tolist(), cv2.LINE_AA,
                 _SHIFT)
    if np.hypot(*tilt) > 2.5:
        rib = (leaf.color * 1.15 + 8.0).tolist()
        cv2.polylines(picture, [_fixed(middle[:-2])], False, rib, 1, cv2.LINE_AA, _SHIFT)


def _grain(picture: np.ndarray, truth: np.ndarray, seed: int, piece: int) -> None:
    width_px = truth.shape[1]
    grain = smooth_noise(seed, 'leaf', piece, width_px, 4, 0)
    grain += 1.3 * smooth_noise(seed, 'leaf fold', piece, width_px, 16, 0)
    gain = 1.0 + 0.10 * grain[..., None] * np.float32(PALING)
    leafy = (picture * gain).clip(0.0, 255.0).astype(np.uint8)
    cv2.copyTo(leafy, truth, picture)
