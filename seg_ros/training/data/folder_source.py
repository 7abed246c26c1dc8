# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Crops of labelled images: rare classes more often, turned, mirrored and zoomed."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import cv2
import numpy as np

from seg_ros.errors import InputError
from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.class_statistics import count
from seg_ros.training.data.label_map import IGNORED
from seg_ros.training.data.samples import Sample

KEPT_BYTES = 2**30
"""Memory for images that were read already."""


class FolderSource:
    """
    An endless supply of crops from samples, which are read when they are needed.

    All are read once at the start: so wrong files are refused before the first step.
    """

    def __init__(
        self, read: Sequence[Callable[[], Sample]], channels: int, recipe: TrainingConfig
    ) -> None:
        """Count the classes of all samples."""
        sample = read[0]()
        kept = KEPT_BYTES // (sample.pixels.nbytes + sample.channels.nbytes)
        self._read = lru_cache(kept)(lambda number: read[number]())
        self.counts = count(map(self._read, range(len(read))), channels)
        self._recipe = recipe
        self._holders = [np.flatnonzero(column) for column in self.counts.T if column.any()]
        self._present = np.flatnonzero(self.counts.any(axis=0))
        if not self._holders:
            raise InputError('labels must have a pixel to learn from, got none')

    def crop(self, number: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return (h, w, 3) uint8 bgr pixels and (h, w) uint8 channels of the recipe's size."""
        recipe = self._recipe
        sample, center = self._place(random)
        size = np.array((recipe.crop_width_px, recipe.crop_height_px))
        scale = recipe.scale * recipe.zoom ** random.uniform(-1.0, 1.0)
        reach = np.minimum(size / (2.0 * scale), np.array(sample.channels.shape[::-1]) / 2.0)
        center = np.clip(
            center + random.uniform(-0.6, 0.6, 2) * reach,
            reach,
            np.array(sample.channels.shape[::-1]) - reach,
        )
        turn = _turn(recipe, random) / scale
        matrix = np.column_stack((turn, center - 0.5 - turn @ ((size - 1) / 2.0)))
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

    def _place(self, random: np.random.Generator) -> tuple[Sample, np.ndarray]:
        """Return a sample, and a place in it (column, row) about which to cut."""
        if random.random() >= self._recipe.rare:
            sample = self._read(int(random.integers(len(self.counts))))
            return sample, random.uniform(0.0, 1.0, 2) * sample.channels.shape[::-1]
        lot = int(random.integers(len(self._present)))
        sample = self._read(int(random.choice(self._holders[lot])))
        places = np.flatnonzero(sample.channels.ravel() == self._present[lot])
        row, column = divmod(int(random.choice(places)), sample.channels.shape[1])
        return sample, np.array((column, row), float)


def _turn(recipe: TrainingConfig, random: np.random.Generator) -> np.ndarray:
    """Return (2, 2): from the crop to the image, without the scale."""
    angle = np.radians(random.uniform(-recipe.turn_deg, recipe.turn_deg))
    mirrored = random.random(2) < 0.5
    across = -1.0 if mirrored[0] and recipe.flip != 'none' else 1.0
    along = -1.0 if mirrored[1] and recipe.flip == 'both' else 1.0
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ np.diag(
        (across, along)
    )
