# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Random crops of labeled images: rotated, flipped, zoomed, and more often of rare classes."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import cv2
import numpy as np

from seg_ros.errors import InputError
from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.class_statistics import count
from seg_ros.training.data.label_map import IGNORED
from seg_ros.training.data.samples import Sample

CACHE_BYTES = 2**30
"""Memory for images that have been read."""


class FolderSource:
    """
    An endless source of crops from samples.

    All files are read once at the start, so that invalid ones are refused before the first step.
    """

    def __init__(
        self, read: Sequence[Callable[[], Sample]], channels: int, config: TrainingConfig
    ) -> None:
        """Count the classes of all samples, and collect the palettes of their labels."""
        sample = read[0]()
        cached = CACHE_BYTES // (sample.pixels.nbytes + sample.channels.nbytes)
        self._read = lru_cache(cached)(lambda number: read[number]())
        counts, palettes = [], []
        for sample in map(self._read, range(len(read))):
            counts.append(count((sample,), channels))
            palettes.append((sample.name, sample.palette))
        self.counts, self.palettes = np.concatenate(counts), tuple(palettes)
        self._config = config
        self._samples_with_class = [
            np.flatnonzero(column) for column in self.counts.T if column.any()
        ]
        self._present = np.flatnonzero(self.counts.any(axis=0))
        if not self._samples_with_class:
            raise InputError('all labels are ignored: no pixel is left to train on')

    def crop(self, number: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return (h, w, 3) uint8 bgr pixels and (h, w) uint8 channels at the crop size."""
        config = self._config
        sample, center = self._draw_center(random)
        size = np.array((config.crop_width_px, config.crop_height_px))
        scale = config.scale * config.zoom ** random.uniform(-1.0, 1.0)
        half_size = np.minimum(size / (2.0 * scale), np.array(sample.channels.shape[::-1]) / 2.0)
        center = np.clip(
            center + random.uniform(-0.6, 0.6, 2) * half_size,
            half_size,
            np.array(sample.channels.shape[::-1]) - half_size,
        )
        rotation = _rotation(config, random) / scale
        matrix = np.column_stack((rotation, center - 0.5 - rotation @ ((size - 1) / 2.0)))
        shape = tuple(map(int, size))
        pixels = cv2.warpAffine(
            sample.pixels,
            matrix,
            shape,
            borderMode=cv2.BORDER_REFLECT,
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        )
        channels = cv2.warpAffine(
            sample.channels,
            matrix,
            shape,
            borderValue=IGNORED,
            borderMode=cv2.BORDER_CONSTANT,
            flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP,
        )
        return pixels, channels

    def _draw_center(self, random: np.random.Generator) -> tuple[Sample, np.ndarray]:
        """Return a sample and the position (column, row) near which the crop is centered."""
        if random.random() >= self._config.rare:
            sample = self._read(int(random.integers(len(self.counts))))
            return sample, random.uniform(0.0, 1.0, 2) * sample.channels.shape[::-1]
        drawn = int(random.integers(len(self._present)))
        sample = self._read(int(random.choice(self._samples_with_class[drawn])))
        positions = np.flatnonzero(sample.channels.ravel() == self._present[drawn])
        row, column = divmod(int(random.choice(positions)), sample.channels.shape[1])
        return sample, np.array((column, row), float)


def _rotation(config: TrainingConfig, random: np.random.Generator) -> np.ndarray:
    """Return (2, 2): rotation and flips from the crop to the image, without scale."""
    angle = np.radians(random.uniform(-config.turn_deg, config.turn_deg))
    flipped = random.random(2) < 0.5
    horizontal = -1.0 if flipped[0] and config.flip != 'none' else 1.0
    vertical = -1.0 if flipped[1] and config.flip == 'both' else 1.0
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ np.diag(
        (horizontal, vertical)
    )
