# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Random crops of an image: shifted, rotated, flipped and zoomed."""

import cv2
import numpy as np

from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.label_map import IGNORED


def random_crop(
    pixels: np.ndarray,
    channels: np.ndarray,
    center: np.ndarray,
    config: TrainingConfig,
    random: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return (h, w, 3) uint8 bgr pixels and (h, w) uint8 channels at the crop size.

    `pixels` are (H, W, 3) uint8 bgr, `channels` (H, W) uint8. The middle of the crop is near
    `center`, (column, row). Pixels outside the image are mirrored, and IGNORED.
    """
    image_size = np.array(channels.shape[::-1])
    size = np.array((config.crop_width_px, config.crop_height_px))
    scale = config.scale * config.zoom ** random.uniform(-1.0, 1.0)
    half_size = np.minimum(size / (2.0 * scale), image_size / 2.0)
    center = np.clip(
        center + random.uniform(-0.6, 0.6, 2) * half_size, half_size, image_size - half_size
    )
    rotation = _rotation(config, random) / scale
    matrix = np.column_stack((rotation, center - 0.5 - rotation @ ((size - 1) / 2.0)))
    shape = tuple(map(int, size))
    return (
        cv2.warpAffine(
            pixels,
            matrix,
            shape,
            borderMode=cv2.BORDER_REFLECT,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        ),
        cv2.warpAffine(
            channels,
            matrix,
            shape,
            borderValue=IGNORED,
            borderMode=cv2.BORDER_CONSTANT,
            flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP,
        ),
    )


def _rotation(config: TrainingConfig, random: np.random.Generator) -> np.ndarray:
    """Return (2, 2): rotation and flips from the crop to the image, without scale."""
    angle = np.radians(random.uniform(-config.turn_deg, config.turn_deg))
    flipped = random.random(2) < 0.5
    horizontal = -1.0 if flipped[0] and config.flip != 'none' else 1.0
    vertical = -1.0 if flipped[1] and config.flip == 'both' else 1.0
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ np.diag(
        (horizontal, vertical)
    )
