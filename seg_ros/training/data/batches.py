# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Crops packed into batches by worker processes, the same for every number of workers."""

from collections.abc import Iterator
from typing import Any, Protocol

import cv2
import numpy as np
from torch.utils.data import DataLoader, Dataset

from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.photometric_augmentation import relight

Batch = tuple[np.ndarray, np.ndarray]
"""(N, H, W, 3) uint8 bgr pixels, and (N, H, W) uint8 channels, 255 where ignored."""


class Source(Protocol):
    """An endless supply of crops."""

    def crop(self, number: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return (h, w, 3) uint8 bgr pixels and (h, w) uint8 channels of crop `number`."""


class _Batches(Dataset[Batch]):
    """The batch of each step, by its number."""

    def __init__(self, source: Source, recipe: TrainingConfig) -> None:
        self._source, self._recipe = source, recipe

    def __getitem__(self, step: int) -> Batch:
        return batch(self._source, self._recipe, step)


def batch(source: Source, recipe: TrainingConfig, step: int) -> Batch:
    """Return the batch of a step; the random numbers of a crop follow from its number alone."""
    pixels, channels = [], []
    for number in range(step * recipe.batch, (step + 1) * recipe.batch):
        random = np.random.default_rng((recipe.seed, number))
        crop, truth = source.crop(number, random)
        pixels.append(relight(crop, recipe.light, random))
        channels.append(truth)
    return np.stack(pixels), np.stack(channels)


def batches(
    source: Source, recipe: TrainingConfig, start: int, workers: int = 0
) -> Iterator[Batch]:
    """Yield the batches from step `start` to the last, made by so many worker processes."""
    # Forked: a source need not be pickled, and a simulated world not be made again.
    yield from DataLoader(
        _Batches(source, recipe),
        batch_size=None,
        sampler=range(start, recipe.steps),
        num_workers=workers,
        collate_fn=_as_it_is,
        worker_init_fn=_start_worker,
        multiprocessing_context='fork' if workers else None,
    )


def _as_it_is(batch: Any) -> Any:
    return batch


def _start_worker(number: int) -> None:
    # Threads of OpenCV do not survive a fork.
    cv2.setNumThreads(0)
