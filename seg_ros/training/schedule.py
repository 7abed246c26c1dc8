# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How a network moves at each step, and how far."""

from math import cos, pi

from torch import nn
from torch.optim import AdamW

from seg_ros.training.config import TrainingConfig


def rate_at(step: int, recipe: TrainingConfig) -> float:
    """Return the learning rate of step 0, 1, ...: a straight rise, then half a cosine to 0."""
    rising = round(recipe.warm_up * recipe.steps)
    if step < rising:
        return recipe.rate * (step + 1) / rising
    return recipe.rate * 0.5 * (1.0 + cos(pi * (step - rising) / (recipe.steps - rising)))


def optimizer_for(net: nn.Module, recipe: TrainingConfig) -> AdamW:
    """Return what moves the weights; biases and batch normalisation do not decay."""
    weights = [weight for weight in net.parameters() if weight.ndim > 1]
    others = [weight for weight in net.parameters() if weight.ndim <= 1]
    return AdamW(
        [
            {'params': weights, 'weight_decay': recipe.decay},
            {'params': others, 'weight_decay': 0.0},
        ],
        lr=recipe.rate,
    )
