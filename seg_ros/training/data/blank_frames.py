# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Crops that show nothing, so that a network learns not to see classes in them."""

from collections.abc import Callable

import cv2
import numpy as np

from seg_ros.training.data.label_map import BLANK


def blanked(
    pixels: np.ndarray, channels: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return a crop that shows nothing, and its channels, BLANK where it shows nothing.

    `pixels` are (H, W, 3) uint8 bgr, `channels` (H, W) uint8. It is flat, or the crop in fog, out
    of focus, blurred by motion, almost black or overexposed, or one side of it is covered.
    """
    make = _KINDS[int(random.integers(len(_KINDS)))]
    shown = _covered_part(pixels.shape[:2], random) if make is _flat else None
    blank = make(pixels, random)
    if shown is None:
        return blank, np.full_like(channels, BLANK)
    return (
        np.where(shown[..., np.newaxis], pixels, blank),
        np.where(shown, channels, np.uint8(BLANK)),
    )


def _flat(pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return one color, mostly gray, with or without noise."""
    tint = random.normal(0.0, 8.0, 3) * (random.random() < 0.5)
    noise = random.uniform(0.0, 6.0) * (random.random() < 0.7)
    flat = random.uniform(0.0, 255.0) + tint + noise * random.normal(size=pixels.shape)
    return _to_uint8(flat)


def _fog(pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return the crop behind fog that leaves at most a tenth of its contrast."""
    height, width = pixels.shape[:2]
    coarse = random.uniform(0.0, 0.1) * random.uniform(0.3, 1.0, (3, 3))
    contrast = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)[..., np.newaxis]
    light = random.uniform(90.0, 250.0) + random.normal(0.0, 5.0, 3)
    noise = random.uniform(0.0, 3.0) * random.normal(size=pixels.shape)
    return _to_uint8(contrast * pixels + (1.0 - contrast) * light + noise)


def _defocus(pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return the crop with details of less than 20 to 60 pixels blurred away."""
    size = int(random.uniform(20.0, 60.0)) // 2 * 2 + 1
    if random.random() < 0.5:
        return cv2.GaussianBlur(pixels, (0, 0), size / 2.5)
    return cv2.blur(pixels, (size, size))


def _motion(pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return the crop blurred along a line of 40 to 100 pixels."""
    length, angle = random.uniform(40.0, 100.0), random.uniform(0.0, np.pi)
    half = 50
    end = np.rint(half + 0.5 * length * np.array((np.cos(angle), np.sin(angle)))).astype(int)
    kernel = np.zeros((2 * half + 1,) * 2, np.float32)
    cv2.line(kernel, tuple(map(int, end)), tuple(map(int, 2 * half - end)), 1.0)
    return cv2.filter2D(pixels, -1, kernel / kernel.sum())


def _dark(pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return the crop with at most 5 % of its light, and noise."""
    noise = random.uniform(0.0, 4.0) * random.normal(size=pixels.shape)
    return _to_uint8(random.uniform(0.0, 0.05) * pixels + random.uniform(0.0, 8.0) + noise)


def _overexposed(pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return the crop with six times its light and more, so that nearly all pixels are white."""
    return _to_uint8(random.uniform(6.0, 20.0) * pixels + random.uniform(60.0, 150.0))


def _covered_part(size: tuple[int, int], random: np.random.Generator) -> np.ndarray | None:
    """Return where the crop is still shown, on one side of a straight line, or None: nowhere."""
    if random.random() < 0.5:
        return None
    rows, columns = np.ogrid[-1.0 : 1.0 : size[0] * 1j, -1.0 : 1.0 : size[1] * 1j]
    angle = random.uniform(0.0, 2.0 * np.pi)
    return np.cos(angle) * columns + np.sin(angle) * rows > random.uniform(-0.6, 0.6)


def _to_uint8(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(values), 0.0, 255.0).astype(np.uint8)


_KINDS: tuple[Callable[[np.ndarray, np.random.Generator], np.ndarray], ...] = (
    _flat,
    _flat,
    _fog,
    _defocus,
    _motion,
    _dark,
    _overexposed,
)
