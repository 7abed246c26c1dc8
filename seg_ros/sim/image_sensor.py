# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Lens blur, motion blur, gain and noise of a camera."""

from dataclasses import dataclass
from statistics import NormalDist

import cv2
import numpy as np

from seg_ros.errors import ParameterError

_NORMAL = np.array(
    [NormalDist().inv_cdf((level + 0.5) / 256.0) for level in range(256)], np.float32
)
"""Normally distributed numbers by random byte, ten times faster than a generator."""


@dataclass(frozen=True)
class CameraTraits:
    """
    The lens and the sensor of a camera.

    `blur_px` is the sigma of the blur of the lens, `exposure_s` the exposure time, which causes
    motion blur, `gain` the factor on brightness, `balance` the gains of b, g and r, and `noise`
    the standard deviation at mid-gray, in 8-bit steps. Raises ParameterError on values out of
    range.
    """

    blur_px: float = 0.7
    exposure_s: float = 0.001
    gain: float = 1.0
    balance: tuple[float, float, float] = (1.0, 1.0, 1.0)
    noise: float = 2.5

    def __post_init__(self) -> None:
        """Raise ParameterError unless every value is in its range."""
        for name, low, high in (
            ('blur_px', 0.0, 10.0),
            ('exposure_s', 0.0, 0.1),
            ('gain', 0.01, 100.0),
            ('noise', 0.0, 64.0),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise ParameterError(f'{name} of a camera must be {low} to {high}, got {value}')
        if len(self.balance) != 3 or not all(gain > 0.0 for gain in self.balance):
            raise ParameterError(f'balance of a camera must be three gains, got {self.balance}')


def expose(
    pixels: np.ndarray, traits: CameraTraits, motion_px: float, random: np.random.Generator
) -> np.ndarray:
    """Return the (H, W, 3) uint8 bgr image of pixels that move down by `motion_px`."""
    image = pixels.astype(np.float32) * (
        np.array(traits.balance, np.float32) * np.float32(traits.gain)
    )
    kernel_x = _lens_kernel(traits.blur_px)
    kernel_y = np.convolve(kernel_x, _motion_kernel(motion_px))
    image = cv2.sepFilter2D(image, cv2.CV_32F, kernel_x, kernel_y)
    deviation = cv2.sqrt((image + 8.0) * np.float32(traits.noise**2 / 136.0))
    random_bytes = np.frombuffer(random.bytes(image.size), np.uint8).reshape(image.shape)
    return cv2.add(image, deviation * cv2.LUT(random_bytes, _NORMAL), dtype=cv2.CV_8U)


def _lens_kernel(sigma_px: float) -> np.ndarray:
    if sigma_px == 0.0:
        return np.ones(1)
    return cv2.getGaussianKernel(2 * int(np.ceil(3.0 * sigma_px)) + 1, sigma_px).ravel()


def _motion_kernel(motion_px: float) -> np.ndarray:
    """Return a box kernel of odd size, as long as the motion, its ends fractions of a pixel."""
    half = int(np.ceil(max(motion_px - 1.0, 0.0) / 2.0))
    edges = np.clip(np.arange(-half, half + 2) - 0.5, -motion_px / 2.0, motion_px / 2.0)
    return np.diff(edges) / motion_px if motion_px > 0.0 else np.ones(1)
