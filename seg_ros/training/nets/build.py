# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Make the network that the options describe."""

from torch import nn

from seg_ros.training.config import TrainingConfig
from seg_ros.training.nets.deeplab import DeepLab
from seg_ros.training.nets.unet import MicroUNet, UNet


def build(config: TrainingConfig, channels: int) -> nn.Module:
    """Return the network of a configuration with `channels` scores."""
    if config.net == 'deeplab':
        return DeepLab(config.encoder, config.width, int(config.stride), channels)
    if config.net == 'unet':
        return UNet(config.encoder, config.width, channels)
    return MicroUNet(channels)


def divisible_by(config: TrainingConfig) -> int:
    """Return the number whose multiples height and width of the input must be."""
    return {'deeplab': int(config.stride), 'unet': 32, 'micro': 8}[config.net]
