# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The loss: cross entropy with logit adjustment, and Dice loss."""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, interpolate, one_hot

from seg_ros.training.data.label_map import BLANK, IGNORED


def class_scores(scores: Tensor) -> Tensor:
    """Return (N, C, H, W) scores of all classes: a single sigmoid channel against a score of 0."""
    return torch.cat((torch.zeros_like(scores), scores), 1) if scores.shape[1] == 1 else scores


def loss(
    scores: Tensor, channels: Tensor, weights: Tensor, ungrouped: Tensor, dice: float
) -> Tensor:
    """
    Return cross entropy, weighted by class, plus `dice` times the Dice loss.

    `scores` (N, C, h, w) are upsampled as in post-processing to the size of `channels`, which are
    (N, H, W) int64, with BLANK and IGNORED. The target of BLANK pixels is equal probability of the
    channels `ungrouped`, (K,) int64.

    Class weights bias scores toward rare classes. The logarithm of the weight of its class is
    therefore added to each score in the loss, so that scores without it, as they are exported, are
    unbiased (Menon et al. 2021, Long-tail learning via logit adjustment).
    """
    upsampled = class_scores(
        interpolate(scores.float(), channels.shape[1:], mode='bilinear', align_corners=False)
    )
    blank = channels == BLANK
    channels = channels.where(~blank, IGNORED)
    counted = channels != IGNORED
    adjusted = upsampled + weights.where(weights > 0.0, 1.0).log()[:, None, None]
    total = cross_entropy(adjusted, channels, weights, ignore_index=IGNORED, reduction='sum')
    total = total - upsampled.log_softmax(1)[:, ungrouped].mean(1)[blank].sum()
    entropy = total / (weights[channels[counted]].sum() + blank.sum()).clamp(min=1.0)
    return entropy + dice * dice_loss(upsampled, channels, counted) if dice > 0.0 else entropy


def dice_loss(scores: Tensor, channels: Tensor, counted: Tensor) -> Tensor:
    """
    Return 1 - mean Dice coefficient of the classes in the labels (Milletari et al. 2016).

    It is 0 without labels.
    """
    targets = (
        one_hot(channels.where(counted, 0), scores.shape[1]).permute(0, 3, 1, 2) * counted[:, None]
    )
    probabilities = scores.softmax(1) * counted[:, None]
    shared, total = (
        planes.sum((0, 2, 3)) for planes in (probabilities * targets, probabilities + targets)
    )
    coefficients = 2.0 * shared / total.clamp(min=1.0)
    occurs = targets.sum((0, 2, 3)) > 0
    return (1.0 - coefficients)[occurs].sum() / occurs.sum().clamp(min=1)
