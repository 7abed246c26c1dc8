# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How wrong scores are."""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy, interpolate, one_hot

from seg_ros.training.data.label_map import IGNORED


def as_candidates(scores: Tensor) -> Tensor:
    """Return (N, C, H, W) scores that compete: one alone competes with 0."""
    return torch.cat((torch.zeros_like(scores), scores), 1) if scores.shape[1] == 1 else scores


def loss(scores: Tensor, channels: Tensor, weights: Tensor, dice: float) -> Tensor:
    """
    Return cross entropy, weighted by class, plus `dice` times the Dice loss.

    `scores` (N, C, h, w) are brought to the size of `channels`, (N, H, W) int64 with 255 where
    ignored, as post-processing does it.

    Weights make what is rare seem likelier than it is. Cross entropy therefore judges the scores
    with the logarithm of its class's weight added to each: without it, as they are used, they
    learn the true odds (Menon et al. 2021, Long-tail learning via logit adjustment).
    """
    rivals = as_candidates(
        interpolate(scores.float(), channels.shape[1:], mode='bilinear', align_corners=False)
    )
    known = channels != IGNORED
    judged = rivals + weights.where(weights > 0.0, 1.0).log()[:, None, None]
    total = cross_entropy(judged, channels, weights, ignore_index=IGNORED, reduction='sum')
    entropy = total / weights[channels[known]].sum().clamp(min=1.0)
    return entropy + dice * dice_loss(rivals, channels, known) if dice > 0.0 else entropy


def dice_loss(rivals: Tensor, channels: Tensor, known: Tensor) -> Tensor:
    """Return 1 less the mean overlap of the classes in view (Milletari et al. 2016, V-Net)."""
    truth = one_hot(channels.where(known, 0), rivals.shape[1]).permute(0, 3, 1, 2) * known[:, None]
    chances = rivals.softmax(1) * known[:, None]
    shared, both = (planes.sum((0, 2, 3)) for planes in (chances * truth, chances + truth))
    overlaps = 2.0 * shared / both.clamp(min=1.0)
    return 1.0 - overlaps[truth.sum((0, 2, 3)) > 0].mean()
