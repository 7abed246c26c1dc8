# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A camera on a vehicle that drives along the middle of the field."""

from dataclasses import dataclass
from math import ceil, floor

import cv2
import numpy as np

from seg_ros.datatypes import GroundMap, Image
from seg_ros.errors import ParameterError
from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.geometry.mount import CameraPose
from seg_ros.sim.image_sensor import CameraTraits, expose
from seg_ros.sim.world.ground_strip import PIXEL_M
from seg_ros.sim.world.world import World


@dataclass(frozen=True, eq=False)
class CameraView:
    """
    An image and its truth: (H, W) uint8 with 0 soil, 1 weed, 2 crop.

    `image` is None when only the truth was requested.
    """

    image: Image | None
    truth: np.ndarray


class SimCamera:
    """
    A camera above the simulated field; the same position gives the same image.

    `ground` maps its pixels to the plane at the height of the plants, which the ground truth uses.
    """

    def __init__(
        self,
        world: World,
        model: CameraModel,
        pose: CameraPose,
        traits: CameraTraits = CameraTraits(),
    ) -> None:
        """Mount the camera on the vehicle; ParameterError if its view exceeds the strip."""
        self.world, self.model, self.pose, self.traits = world, model, pose, traits
        self.ground = GroundPlane(model, pose, world.parameters.canopy_m).ground_map()
        self._plants = _StripSampler(self.ground, world.parameters.width_m)
        self._soil = self._plants
        if world.parameters.canopy_m > 0.0:
            soil = GroundPlane(model, pose).ground_map()
            self._soil = _StripSampler(soil, world.parameters.width_m)

    def view(
        self, position_m: float, with_image: bool = True, speed_mps: float = 0.0
    ) -> CameraView:
        """Return the view when base_link is `position_m` along the strip."""
        start_px = min(sampler.first_row(position_m) for sampler in (self._plants, self._soil))
        stop_px = max(sampler.last_row(position_m) for sampler in (self._plants, self._soil)) + 1
        if not with_image:
            truth = self.world.truth(start_px, stop_px)[0]
            return CameraView(None, self._plants.sample(truth, position_m, start_px))
        ground = self.world.ground(start_px, stop_px)
        truth = self._plants.sample(ground.truth, position_m, start_px)
        image = self._plants.sample(ground.pixels, position_m, start_px)
        if ground.soil is not None:
            soil = self._soil.sample(ground.soil, position_m, start_px)
            image = cv2.copyTo(image, truth, soil)
        position_bits = int(np.float64(position_m).view(np.uint64))
        random = np.random.default_rng((self.world.parameters.seed, position_bits))
        motion_px = speed_mps * self.traits.exposure_s / self._plants.pixel_m
        pixels = expose(image, self.traits, motion_px, random)
        return CameraView(Image(pixels, 'bgr'), truth)


class _StripSampler:
    """Samples layers of the strip at the ground positions of the pixels of an image."""

    def __init__(self, ground: GroundMap, width_m: float) -> None:
        if not np.isfinite(ground.x_m).all():
            raise ParameterError('the camera must be mounted such that the horizon is not in view')
        needed_m = 2.0 * float(np.abs(ground.y_m).max() + PIXEL_M)
        if needed_m > width_m:
            raise ParameterError(
                f'width_m of the simulated field must be at least {needed_m:.3f}, the width of '
                f'the view, got {width_m}'
            )
        self.pixel_m = float(np.sqrt(np.median(ground.area_m2)))
        self._columns = ((width_m / 2.0 - ground.y_m) / PIXEL_M).astype(np.float32)
        self._rows = ground.x_m / np.float32(PIXEL_M)
        self._box_px = 1 + 2 * round((self.pixel_m / PIXEL_M - 1.0) / 2.0)
        half_box_px = self._box_px // 2
        self._first = float(self._rows.min()) - half_box_px
        self._last = float(self._rows.max()) + half_box_px

    def first_row(self, position_m: float) -> int:
        """Return the first row of the strip that the camera needs at a position."""
        return floor(position_m / PIXEL_M + self._first)

    def last_row(self, position_m: float) -> int:
        """Return the last row of the strip that the camera needs at a position."""
        return ceil(position_m / PIXEL_M + self._last)

    def sample(self, layer: np.ndarray, position_m: float, start_px: int) -> np.ndarray:
        """Return the image of a layer of the strip whose first row is `start_px`."""
        rows = self._rows + np.float32(position_m / PIXEL_M - start_px)
        if layer.ndim == 2:
            return cv2.remap(layer, self._columns, rows, cv2.INTER_NEAREST)
        if self._box_px > 1:
            layer = cv2.blur(layer, (self._box_px, self._box_px))
        return cv2.remap(
            layer, self._columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
