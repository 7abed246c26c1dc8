# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Crops of simulated fields, each with other plants, soil, camera and light."""

from functools import lru_cache

import numpy as np

from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.mount import mounted
from seg_ros.inference.label_sets import named_label_set
from seg_ros.sim.camera import SimCamera
from seg_ros.sim.image_sensor import CameraTraits
from seg_ros.sim.world.ground_strip import WorldParameters
from seg_ros.sim.world.world import World
from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.geometric_augmentation import random_crop
from seg_ros.training.data.label_map import LabelMap
from seg_ros.training.data.samples import Sample

LABEL_MAP = LabelMap(named_label_set('soil_weed_crop'))

TRAINING_SEEDS, VALIDATION_SEEDS = 2**31, 2**30
"""First world seeds of training and of validation; lower ones are for tests and `seg_ros sim`."""

_WORLDS_PER_SEED = 10**6


WIDTH_M, LENGTH_M = 1.3, 2.0
FRAME_PX = (480, 640)
WORLDS_AT_ONCE, CAMERAS_PER_WORLD = 8, 24
"""Number of worlds that cameras are set up in by turns, and number of cameras of each."""

CAMERAS_AT_ONCE, VIEWS_PER_CAMERA, CROPS_PER_VIEW = 16, 4, 5
"""Number of cameras that crops come from by turns, of views of each, and of crops of each view."""

VIEW_SHARE = 1.5
"""Size of a view relative to a crop, so that it can be rotated and zoomed."""


def training_seeds(seed: int) -> int:
    """
    Return the first world seed of a training run.

    Runs with seeds below 2147 share no world in their first 96 million crops; larger seeds may
    reuse worlds of other runs, but not those of validation.
    """
    return TRAINING_SEEDS + seed * _WORLDS_PER_SEED % TRAINING_SEEDS


class ViewSource:
    """Rendered views of simulated worlds whose seeds start at `seeds`."""

    def __init__(
        self,
        size: tuple[int, int],
        label_map: LabelMap = LABEL_MAP,
        seeds: int = TRAINING_SEEDS,
        cameras: int = CAMERAS_PER_WORLD,
    ) -> None:
        """Render views of `size` = (height, width) pixels; a frame is at least that large."""
        self._size, self._label_map = size, label_map
        self._seeds, self._cameras = seeds, cameras
        self._world = lru_cache(WORLDS_AT_ONCE)(_world)

    def views(
        self, number: int, count: int, random: np.random.Generator
    ) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
        """Return (h, w, 3) uint8 bgr pixels and (h, w) uint8 channels of views of a camera."""
        round_number, slot = divmod(number, WORLDS_AT_ONCE)
        seed = self._seeds + round_number // self._cameras * WORLDS_AT_ONCE + slot
        camera = _camera(self._world(seed % 2**32), self._size, random)
        return tuple(self._view(camera, random) for _ in range(count))

    def _view(
        self, camera: SimCamera, random: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        view = camera.view(random.uniform(0.0, LENGTH_M), speed_mps=random.uniform(0.0, 3.0))
        assert view.image is not None
        return view.image.pixels, self._label_map.channels_of(view.truth, 'simulated image')


class SimSource:
    """An endless source of crops of rendered views, rotated, flipped and zoomed."""

    def __init__(self, config: TrainingConfig, label_map: LabelMap = LABEL_MAP) -> None:
        """Render views on demand; each is kept until all its crops were cut."""
        size = (config.crop_height_px, config.crop_width_px)
        height, width = (round(VIEW_SHARE * side) for side in size)
        self._config = config
        self._source = ViewSource((height, width), label_map, training_seeds(config.seed))
        self._views = lru_cache(CAMERAS_AT_ONCE)(self._render)

    def crop(self, number: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return (h, w, 3) uint8 bgr pixels and (h, w) uint8 channels of crop `number`."""
        turn, slot = divmod(number, CAMERAS_AT_ONCE)
        # Cameras are replaced one after the other, so that rendering takes an even time.
        crops = VIEWS_PER_CAMERA * CROPS_PER_VIEW
        turn += slot * crops // CAMERAS_AT_ONCE
        views = self._views(turn // crops * CAMERAS_AT_ONCE + slot)
        pixels, channels = views[turn % VIEWS_PER_CAMERA]
        center = random.uniform(0.0, 1.0, 2) * channels.shape[::-1]
        return random_crop(pixels, channels, center, self._config, random)

    def _render(self, number: int) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
        random = np.random.default_rng((self._config.seed, number))
        return self._source.views(number, VIEWS_PER_CAMERA, random)


@lru_cache(1)
def sim_samples(count: int, label_map: LabelMap = LABEL_MAP) -> tuple[Sample, ...]:
    """Return frames for validation, each of another world."""
    source = ViewSource(FRAME_PX, label_map, VALIDATION_SEEDS, cameras=1)
    return tuple(
        Sample(f'sim {number}', *source.views(number, 1, np.random.default_rng(number))[0])
        for number in range(count)
    )


def sim_image(size: tuple[int, int]) -> np.ndarray:
    """Return (h, w, 3) uint8 bgr pixels of a simulated field, always the same, for self-tests."""
    ((pixels, _),) = ViewSource(size, seeds=VALIDATION_SEEDS).views(0, 1, np.random.default_rng(0))
    return pixels


def _world(seed: int) -> World:
    random = np.random.default_rng(seed)
    is_fallow, is_tall = random.random() < 0.2, random.random() < 0.3
    spacing_m = float(random.uniform(0.25, 0.6))
    row_cover_m = float(random.uniform(0.02, 0.07)) * round(WIDTH_M / spacing_m)
    return World(
        WorldParameters(
            seed=seed,
            width_m=WIDTH_M,
            weed_cover=float(random.uniform(0.02, 0.2)),
            weed_median_m=float(random.uniform(0.02, 0.07)),
            weed_sigma=float(random.uniform(0.3, 0.8)),
            crop_cover=0.0 if is_fallow else min(0.3, row_cover_m / WIDTH_M),
            row_spacing_m=spacing_m,
            canopy_m=float(random.uniform(0.02, 0.1)) if is_tall else 0.0,
            straw_per_m2=float(random.uniform(0.0, 150.0)),
        )
    )


def _camera(world: World, size: tuple[int, int], random: np.random.Generator) -> SimCamera:
    """Return a camera with random pose, lens and sensor that renders a random part of a frame."""
    (height, width), frame = size, np.maximum(FRAME_PX, size)
    top, left = (int(random.integers(whole - part + 1)) for whole, part in zip(frame, size))
    focal = random.uniform(800.0, 1050.0)
    k1 = random.uniform(-0.15, 0.0)
    model = CameraModel(
        width,
        height,
        focal,
        focal,
        (frame[1] - 1) / 2.0 - left,
        (frame[0] - 1) / 2.0 - top,
        'plumb_bob',
        (k1, -k1 / 4.0, 0.0, 0.0, 0.0),
    )
    pose = mounted(0.0, 0.0, random.uniform(0.6, 1.1), random.uniform(72.0, 92.0))
    blue, green, red = np.exp(0.06 * random.normal(size=3)).tolist()
    traits = CameraTraits(
        blur_px=random.uniform(0.4, 1.2),
        exposure_s=random.uniform(0.0005, 0.002),
        gain=float(np.exp(0.15 * random.normal())),
        balance=(blue, green, red),
        noise=random.uniform(1.0, 5.0),
    )
    return SimCamera(world, model, pose, traits)
