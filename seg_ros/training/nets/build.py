# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Make a network from what a recipe says about it."""

from torch import nn

from seg_ros.training.config import TrainingConfig
from seg_ros.training.nets.deeplab import DeepLab
from seg_ros.training.nets.unet import MicroUNet, UNet


def build(recipe: TrainingConfig, channels: int) -> nn.Module:
    """Return the network of a recipe with `channels` scores."""
    if recipe.net == 'deeplab':
        return DeepLab(recipe.encoder, recipe.width, int(recipe.stride), channels)
    if recipe.net == 'unet':
        return UNet(recipe.encoder, recipe.width, channels)
    return MicroUNet(channels)


def divisible_by(recipe: TrainingConfig) -> int:
    """Return what height and width of the network's input must be a multiple of."""
    return {'deeplab': int(recipe.stride), 'unet': 32, 'micro': 8}[recipe.net]
