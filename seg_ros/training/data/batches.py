# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Batches of crops, made by worker processes; the same for every number of workers."""

from collections.abc import Iterator
import signal
from typing import Any, Protocol

import cv2
import numpy as np
from torch.utils.data import DataLoader, Dataset

from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.blank_frames import blanked
from seg_ros.training.data.photometric_augmentation import augment_photometric

MOST_STEPS = 10**9

Batch = tuple[np.ndarray, np.ndarray]
"""(N, H, W, 3) uint8 bgr pixels, and (N, H, W) uint8 channels, with BLANK and IGNORED."""


class Source(Protocol):
    """An endless source of crops."""

    def crop(self, number: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Return (h, w, 3) uint8 bgr pixels and (h, w) uint8 channels of crop `number`."""


class _Batches(Dataset[Batch]):
    """The batch of each step, indexed by the step."""

    def __init__(self, source: Source, config: TrainingConfig) -> None:
        self._source, self._config = source, config

    def __getitem__(self, step: int) -> Batch:
        return batch(self._source, self._config, step)


def batch(source: Source, config: TrainingConfig, step: int) -> Batch:
    """Return the batch of a step; random numbers depend on seed and number of a crop only."""
    pixels, channels = [], []
    for number in range(step * config.batch, (step + 1) * config.batch):
        random = np.random.default_rng((config.seed, number))
        crop, labels = source.crop(number, random)
        crop = augment_photometric(crop, config.light, random)
        if config.blank and random.random() < config.blank:
            crop, labels = blanked(crop, labels, random)
        pixels.append(crop)
        channels.append(labels)
    return np.stack(pixels), np.stack(channels)


def batches(
    source: Source, config: TrainingConfig, start: int, workers: int = 0
) -> Iterator[Batch]:
    """
    Yield the batches from step `start` on, made by `workers` processes.

    They end with the last step; without `steps` in the configuration they go on.
    """
    # With fork a source is not pickled, and a simulated world is not generated again.
    yield from DataLoader(
        _Batches(source, config),
        batch_size=None,
        sampler=range(start, config.steps or MOST_STEPS),
        num_workers=workers,
        collate_fn=_unchanged,
        worker_init_fn=_start_worker,
        multiprocessing_context='fork' if workers else None,
    )


def _unchanged(batch: Any) -> Any:
    return batch


def _start_worker(number: int) -> None:
    # Threads of OpenCV do not survive a fork.
    cv2.setNumThreads(0)
    # Ctrl-C reaches workers too; the process that trains ends them when its step is finished.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
