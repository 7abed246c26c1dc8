# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Random crops of labeled images, more often of rare classes."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from seg_ros.errors import InputError
from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.class_statistics import count
from seg_ros.training.data.geometric_augmentation import random_crop
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
        sample, center = self._draw_center(random)
        return random_crop(sample.pixels, sample.channels, center, self._config, random)

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
