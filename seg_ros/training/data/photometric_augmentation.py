# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How the same scene looks on another day and through another camera."""

import cv2
import numpy as np

_LEVELS = np.linspace(0.0, 1.0, 256)


def relight(pixels: np.ndarray, strength: float, random: np.random.Generator) -> np.ndarray:
    """
    Return (H, W, 3) uint8 bgr pixels in another light, color, sharpness and noise.

    Exposure, gamma, white balance and saturation change in every crop by an amount of its own;
    shade, blur and noise come in some.
    """
    if strength == 0.0:
        return pixels
    pixels = _tinted(pixels, strength, random)
    if random.random() < 0.3:
        pixels = _shaded(pixels, strength, random)
    if random.random() < 0.25:
        sigma = random.uniform(0.3, 0.3 + 1.2 * strength)
        pixels = cv2.GaussianBlur(pixels, (0, 0), sigma)
    if random.random() < 0.5:
        noise = random.normal(0.0, random.uniform(0.0, 8.0 * strength), pixels.shape)
        pixels = cv2.add(pixels, noise.astype(np.float32), dtype=cv2.CV_8U)
    return pixels


def _tinted(pixels: np.ndarray, strength: float, random: np.random.Generator) -> np.ndarray:
    gamma = np.exp(0.2 * strength * random.normal())
    gains = np.exp(0.2 * strength * random.normal() + 0.08 * strength * random.normal(size=3))
    curves = 255.0 * gains * (_LEVELS**gamma)[:, np.newaxis]
    table = np.clip(np.rint(curves), 0, 255).astype(np.uint8)
    tinted = cv2.LUT(pixels, table[np.newaxis])
    saturation = np.exp(0.2 * strength * random.normal())
    grey = cv2.cvtColor(cv2.cvtColor(tinted, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    return cv2.addWeighted(tinted, saturation, grey, 1.0 - saturation, 0.0)


def _shaded(pixels: np.ndarray, strength: float, random: np.random.Generator) -> np.ndarray:
    """Let a shadow with a straight soft edge fall on a part of the image."""
    height, width = pixels.shape[:2]
    angle, depth = random.uniform(0.0, 2.0 * np.pi), random.uniform(0.0, min(0.7, 0.5 * strength))
    rows, columns = np.ogrid[-1.0 : 1.0 : height * 1j, -1.0 : 1.0 : width * 1j]
    way = np.cos(angle) * columns + np.sin(angle) * rows - random.uniform(-0.7, 0.7)
    light = 1.0 - depth * np.clip(0.5 + way / random.uniform(0.05, 1.0), 0.0, 1.0)
    return cv2.multiply(pixels, cv2.merge([light.astype(np.float32)] * 3), dtype=cv2.CV_8U)
