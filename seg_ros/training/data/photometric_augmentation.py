# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Random changes of brightness, color, blur and noise."""

import cv2
import numpy as np

_LEVELS = np.linspace(0.0, 1.0, 256)


def augment_photometric(
    pixels: np.ndarray, strength: float, random: np.random.Generator
) -> np.ndarray:
    """
    Return (H, W, 3) uint8 bgr pixels with random changes.

    Exposure, gamma, white balance and saturation change in every crop; a shadow, blur and noise
    are added to some.
    """
    if strength == 0.0:
        return pixels
    pixels = _adjust_colors(pixels, strength, random)
    if random.random() < 0.3:
        pixels = _add_shadow(pixels, strength, random)
    if random.random() < 0.25:
        sigma = random.uniform(0.3, 0.3 + 1.2 * strength)
        pixels = cv2.GaussianBlur(pixels, (0, 0), sigma)
    if random.random() < 0.5:
        noise = random.normal(0.0, random.uniform(0.0, 8.0 * strength), pixels.shape)
        pixels = cv2.add(pixels, noise.astype(np.float32), dtype=cv2.CV_8U)
    return pixels


def _adjust_colors(pixels: np.ndarray, strength: float, random: np.random.Generator) -> np.ndarray:
    gamma = np.exp(0.2 * strength * random.normal())
    gains = np.exp(0.2 * strength * random.normal() + 0.08 * strength * random.normal(size=3))
    curves = 255.0 * gains * (_LEVELS**gamma)[:, np.newaxis]
    table = np.clip(np.rint(curves), 0, 255).astype(np.uint8)
    adjusted = cv2.LUT(pixels, table[np.newaxis])
    saturation = np.exp(0.2 * strength * random.normal())
    gray = cv2.cvtColor(cv2.cvtColor(adjusted, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return cv2.addWeighted(adjusted, saturation, gray, 1.0 - saturation, 0.0)


def _add_shadow(pixels: np.ndarray, strength: float, random: np.random.Generator) -> np.ndarray:
    """Darken a part of the image, with a straight soft edge."""
    height, width = pixels.shape[:2]
    angle, depth = random.uniform(0.0, 2.0 * np.pi), random.uniform(0.0, min(0.7, 0.5 * strength))
    rows, columns = np.ogrid[-1.0 : 1.0 : height * 1j, -1.0 : 1.0 : width * 1j]
    distance = np.cos(angle) * columns + np.sin(angle) * rows - random.uniform(-0.7, 0.7)
    light = 1.0 - depth * np.clip(0.5 + distance / random.uniform(0.05, 1.0), 0.0, 1.0)
    return cv2.multiply(pixels, cv2.merge([light.astype(np.float32)] * 3), dtype=cv2.CV_8U)
