# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The file against the network that it was made of, and how sure both are."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from seg_ros.errors import ModelError
from seg_ros.inference.engine import open_engine
from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.label_map import IGNORED
from seg_ros.training.data.samples import Sample
from seg_ros.training.normalization import as_tensor
from seg_ros.training.validate import candidates_at, network_size, scores_of

LEAST = 0.999
"""Share of the pixels that must get the same class from both."""

PIXELS_OF_SAMPLE = 4000


def same_class(
    net: nn.Module,
    path: Path,
    samples: Sequence[Sample],
    size: tuple[int, int] | None,
    recipe: TrainingConfig,
) -> float:
    """Return the share of pixels with one class in both; ModelError where it is too low."""
    engine = open_engine(path)
    same = total = 0
    for sample in samples:
        height, width = sample.channels.shape
        shape = size or network_size(height, width, recipe)
        resized = cv2.resize(sample.pixels, shape[::-1], interpolation=cv2.INTER_LINEAR)
        tensor = as_tensor(resized[np.newaxis], torch.device('cpu'))
        (found,) = engine.run(tensor.numpy().copy(order='C'), ('logits',))
        ours, theirs = (
            candidates_at(scores, shape).argmax(0)
            for scores in (scores_of(net, sample.pixels, shape), torch.from_numpy(found))
        )
        same += int((ours == theirs).sum())
        total += ours.numel()
    if same < LEAST * total:
        raise ModelError(
            f'{path} must say what the network says on {LEAST:.1%} of the pixels, '
            f'got {same / total:.3%}'
        )
    return same / total


def candidates_and_truth(
    net: nn.Module, samples: Sequence[Sample], recipe: TrainingConfig
) -> tuple[np.ndarray, np.ndarray]:
    """Return (N, C) float64 scores that compete and (N,) channels, of pixels drawn by lot."""
    random = np.random.default_rng(0)
    rivals, truth = [], []
    for sample in samples:
        height, width = sample.channels.shape
        size = network_size(height, width, recipe)
        scores = candidates_at(scores_of(net, sample.pixels, size), sample.channels.shape)
        places = np.flatnonzero(sample.channels.ravel() != IGNORED)
        places = random.permutation(places)[:PIXELS_OF_SAMPLE]
        rivals.append(scores.flatten(1)[:, torch.from_numpy(places)].T.double().numpy())
        truth.append(sample.channels.ravel()[places])
    return np.concatenate(rivals), np.concatenate(truth)
