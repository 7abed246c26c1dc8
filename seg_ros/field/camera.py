# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A camera that looks straight down on the field and moves along it."""

from dataclasses import dataclass

import cv2
import numpy as np

from seg_ros.datatypes import Picture
from seg_ros.errors import SettingError
from seg_ros.field.strip import PIXEL_M
from seg_ros.field.world import FieldWorld


@dataclass(frozen=True)
class CameraTraits:
    """
    Size, optics and sensor of the camera; the top of its image is ahead.

    A pixel sees PIXEL_M of ground. `blur_px` is the sigma of the optics, `motion_px` the way
    during the exposure, `gain` brightens, `balance` are the gains of b, g and r, and
    `noise` is the standard deviation at mid-grey, in steps of 8 bits.
    """

    width_px: int = 640
    height_px: int = 480
    blur_px: float = 0.7
    motion_px: float = 1.0
    gain: float = 1.0
    balance: tuple[float, float, float] = (1.0, 1.0, 1.0)
    noise: float = 2.5

    def __post_init__(self) -> None:
        """Raise SettingError unless every value is in its range."""
        for name, low, high in (
            ('width_px', 16, 4096), ('height_px', 16, 4096), ('blur_px', 0.0, 10.0),
            ('motion_px', 0.0, 64.0), ('gain', 0.01, 100.0), ('noise', 0.0, 64.0),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise SettingError(f'{name} of a camera must be {low} to {high}, got {value}')
        if len(self.balance) != 3 or min(self.balance) <= 0.0:
            raise SettingError(f'balance of a camera must be three gains, got {self.balance}')


@dataclass(frozen=True, eq=False)
class FieldView:
    """What the camera sees, and the truth: (H, W) uint8 with 0 soil, 1 weed, 2 crop."""

    picture: Picture
    truth: np.ndarray


class FieldCamera:
    """A camera over a field; the same place gives the same picture."""

    def __init__(
        self, world: FieldWorld | None = None, traits: CameraTraits = CameraTraits()
    ) -> None:
        """Hang the camera over the middle of the strip; SettingError if it sees beyond."""
        self.world = world or FieldWorld()
        self.traits = traits
        if traits.width_px > self.world.width_px:
            raise SettingError(f'width_px of a camera must be at most that of the field, '
                               f'{self.world.width_px}, got {traits.width_px}')

    def view(self, position_m: float) -> FieldView:
        """Return the view whose lower edge is `position_m` along the strip."""
        start_px = round(position_m / PIXEL_M)
        ground = self.world.ground(start_px, start_px + self.traits.height_px)
        left = (self.world.width_px - self.traits.width_px) // 2
        seen = np.s_[::-1, left:left + self.traits.width_px]
        random = np.random.default_rng((self.world.plan.seed, start_px % 2**32))
        return FieldView(Picture(self._expose(ground.pixels[seen], random), 'bgr'),
                         np.ascontiguousarray(ground.truth[seen]))

    def _expose(self, pixels: np.ndarray, random: np.random.Generator) -> np.ndarray:
        traits = self.traits
        image = pixels.astype(np.float32) * np.float32(traits.balance) * np.float32(traits.gain)
        if traits.blur_px > 0.0:
            image = cv2.GaussianBlur(image, (0, 0), traits.blur_px)
        if traits.motion_px > 1.0:
            image = cv2.blur(image, (1, round(traits.motion_px)))
        shot = np.sqrt((image + 8.0) / 136.0) * np.float32(traits.noise)
        image += shot * random.standard_normal(image.shape, np.float32)
        return image.clip(0.0, 255.0).astype(np.uint8)
