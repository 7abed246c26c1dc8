# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Crops packed into batches, one ahead of the one that is being learnt from."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np

from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.photometric_augmentation import relight

Batch = tuple[np.ndarray, np.ndarray]
"""(N, H, W, 3) uint8 bgr pixels, and (N, H, W) uint8 channels, 255 where ignored."""


class Source(Protocol):
    """An endless supply of crops."""

    def crop(self, number: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return (h, w, 3) uint8 bgr pixels and (h, w) uint8 channels of crop `number`."""


def batch(source: Source, recipe: TrainingConfig, step: int) -> Batch:
    """Return the batch of a step, the same every time."""
    pixels, channels = [], []
    for number in range(step * recipe.batch, (step + 1) * recipe.batch):
        random = np.random.default_rng((recipe.seed, number))
        crop, truth = source.crop(number, random)
        pixels.append(relight(crop, recipe.light, random))
        channels.append(truth)
    return np.stack(pixels), np.stack(channels)


def batches(source: Source, recipe: TrainingConfig, start: int) -> Iterator[Batch]:
    """Yield the batches from step `start` to the last; the next is made in a thread meanwhile."""
    with ThreadPoolExecutor(1) as thread:
        ahead = thread.submit(batch, source, recipe, start)
        for step in range(start, recipe.steps):
            ready = ahead.result()
            if step + 1 < recipe.steps:
                ahead = thread.submit(batch, source, recipe, step + 1)
            yield ready
