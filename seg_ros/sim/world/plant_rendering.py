# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Draw plants and their shadows on bare ground."""

import cv2
import numpy as np

from seg_ros.sim.world.ground_strip import PIECE_PX, Plant, SUN
from seg_ros.sim.world.noise import smooth_noise
from seg_ros.sim.world.plant_shapes import Leaves, leaves_of, PALING
from seg_ros.sim.world.rasterize import center_of, fixed, outlines, SHIFT


def cast_shadows(soil: np.ndarray, plants: list[Plant], piece: int) -> np.ndarray:
    """Return the (PIECE_PX, width, 3) uint8 bgr soil with the shadows of the plants."""
    shadow = np.zeros(soil.shape[:2], np.uint8)
    for plant in plants:
        leaves = leaves_of(plant)
        shadow_px = center_of(plant, piece * PIECE_PX) - leaves.rise_px * np.array(SUN)
        for outline in outlines(leaves, shadow_px):
            cv2.fillPoly(shadow, [outline], 255, shift=SHIFT)
    light = 1.0 - cv2.GaussianBlur(shadow, (0, 0), 1.6) * np.float32(0.55 / 255.0)
    return cv2.multiply(soil, cv2.merge([light] * 3), dtype=cv2.CV_8U)


def render_plants(
    soil: np.ndarray, plants: list[Plant], owners: np.ndarray, seed: int, piece: int
) -> np.ndarray:
    """Return the (PIECE_PX, width, 3) uint8 bgr soil with plants, later ones on top."""
    image = soil.copy()
    for plant in plants:
        _draw_leaves(image, leaves_of(plant), center_of(plant, piece * PIECE_PX))
    _grain(image, owners, seed, piece)
    return image


def _draw_leaves(image: np.ndarray, leaves: Leaves, center_px: np.ndarray) -> None:
    half_width = (leaves.left - leaves.middle)[:, leaves.left.shape[1] // 2]
    half_width_px = np.hypot(*half_width.T)
    facing = half_width @ SUN / (half_width_px + 1e-6)
    halves = np.concatenate(
        [0.94 * leaves.left + 0.06 * leaves.middle, leaves.middle[:, ::-1]], axis=1
    )
    for outline, half, rib, color, other_color, rib_color, width_px in zip(
        outlines(leaves, center_px),
        fixed(halves + center_px),
        fixed(leaves.middle[:, :-2] + center_px),
        leaves.colors.tolist(),
        (leaves.colors * (1.0 - 0.14 * facing)[:, None]).tolist(),
        (leaves.colors * 1.15 + 8.0).tolist(),
        half_width_px,
    ):
        cv2.fillPoly(image, [outline], color, cv2.LINE_AA, SHIFT)
        cv2.fillPoly(image, [half], other_color, cv2.LINE_AA, SHIFT)
        if width_px > 2.5:
            cv2.polylines(image, [rib], False, rib_color, 1, cv2.LINE_AA, SHIFT)


def _grain(image: np.ndarray, owners: np.ndarray, seed: int, piece: int) -> None:
    width_px = owners.shape[1]
    grain = smooth_noise(seed, 'leaf', piece, width_px, 4, 0)
    grain += 1.3 * smooth_noise(seed, 'leaf fold', piece, width_px, 16, 0)
    gain = cv2.merge([1.0 + np.float32(0.10 * power) * grain for power in PALING])
    grained = cv2.multiply(image, gain, dtype=cv2.CV_8U)
    cv2.copyTo(grained, (owners > 0).view(np.uint8), image)
