# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class maps of validation images by a network in training."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import torch
from torch import nn, Tensor
from torch.nn.functional import interpolate

from seg_ros.metrics import LabeledPair
from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.label_map import IGNORED
from seg_ros.training.data.samples import Sample
from seg_ros.training.evaluation_results import EvaluatedImage
from seg_ros.training.loss import class_scores
from seg_ros.training.nets.build import divisible_by
from seg_ros.training.normalization import as_tensor


def network_size(height: int, width: int, config: TrainingConfig) -> tuple[int, int]:
    """Return the input size for an image, rounded up as the segmenter does."""
    multiple = divisible_by(config)
    rows, columns = (
        -(-round(side * config.scale) // multiple) * multiple for side in (height, width)
    )
    return rows, columns


def scores_of(net: nn.Module, pixels: np.ndarray, size: tuple[int, int]) -> Tensor:
    """Return (1, C, h, w) scores of (H, W, 3) uint8 bgr pixels, resized to `size`."""
    resized = cv2.resize(pixels, size[::-1], interpolation=cv2.INTER_LINEAR)
    with torch.inference_mode():
        return net(as_tensor(resized[np.newaxis], next(net.parameters()).device))


def class_scores_at(scores: Tensor, size: tuple[int, int]) -> Tensor:
    """Return (C, H, W) scores of all classes, upsampled to a size."""
    return class_scores(interpolate(scores, size, mode='bilinear', align_corners=False))[0]


def validate_samples(
    net: nn.Module, samples: Sequence[Sample], config: TrainingConfig
) -> Iterator[EvaluatedImage]:
    """Yield the class map of every sample beside its labels; class ids are channels."""
    for sample in samples:
        height, width = sample.channels.shape
        size = network_size(height, width, config)
        scores = class_scores_at(scores_of(net, sample.pixels, size), sample.channels.shape)
        class_map = scores.argmax(0).to(torch.uint8).cpu().numpy()
        counted = (sample.channels != IGNORED).astype(np.uint8)
        yield EvaluatedImage(
            sample.pixels, LabeledPair(sample.name, class_map, sample.channels, counted)
        )
