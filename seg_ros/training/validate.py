# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a network in training says about images that it has not learnt from."""

from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import torch
from torch import nn, Tensor
from torch.nn.functional import interpolate

from seg_ros.metrics import LabelledPair
from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.label_map import IGNORED
from seg_ros.training.data.samples import Sample
from seg_ros.training.evaluation_results import Seen
from seg_ros.training.loss import as_candidates
from seg_ros.training.nets.build import divisible_by
from seg_ros.training.normalization import as_tensor


def network_size(height: int, width: int, recipe: TrainingConfig) -> tuple[int, int]:
    """Return the size at which the network sees an image, as the segmenter will round it."""
    multiple = divisible_by(recipe)
    rows, columns = (
        -(-round(side * recipe.scale) // multiple) * multiple for side in (height, width)
    )
    return rows, columns


def scores_of(net: nn.Module, pixels: np.ndarray, size: tuple[int, int]) -> Tensor:
    """Return (1, C, h, w) scores of (H, W, 3) uint8 bgr pixels that are brought to `size`."""
    resized = cv2.resize(pixels, size[::-1], interpolation=cv2.INTER_LINEAR)
    with torch.inference_mode():
        return net(as_tensor(resized[np.newaxis], next(net.parameters()).device))


def candidates_at(scores: Tensor, size: tuple[int, int]) -> Tensor:
    """Return (C, H, W) scores that compete, at another size."""
    return as_candidates(interpolate(scores, size, mode='bilinear', align_corners=False))[0]


def validate_samples(
    net: nn.Module, samples: Sequence[Sample], recipe: TrainingConfig
) -> Iterator[Seen]:
    """Yield what the network says about every sample; class ids are its channels."""
    for sample in samples:
        height, width = sample.channels.shape
        size = network_size(height, width, recipe)
        rivals = candidates_at(scores_of(net, sample.pixels, size), sample.channels.shape)
        class_map = rivals.argmax(0).to(torch.uint8).cpu().numpy()
        counted = (sample.channels != IGNORED).astype(np.uint8)
        yield Seen(sample.pixels, LabelledPair(sample.name, class_map, sample.channels, counted))
