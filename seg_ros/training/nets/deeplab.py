# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""DeepLab-v3 (Chen et al. 2017): a dilated encoder and atrous spatial pyramid pooling."""

from torch import nn, Tensor

from seg_ros.training.nets.blocks import conv, init_weights, Join
from seg_ros.training.nets.encoders import Encoder

RATES = (6, 12, 18)
"""Dilation rates of the pyramid at stride 16; doubled at stride 8."""

PYRAMID_CHANNELS = 256


class Pyramid(nn.Module):
    """Atrous spatial pyramid pooling: 1 x 1, three rates of 3 x 3, and the mean of the image."""

    def __init__(
        self, inputs: int, rates: tuple[int, ...], outputs: int = PYRAMID_CHANNELS
    ) -> None:
        """Make the branches and the convolution that joins them."""
        super().__init__()
        self.branches = nn.ModuleList(
            (conv(inputs, outputs), *(conv(inputs, outputs, 3, dilation=rate) for rate in rates))
        )
        self.image = conv(inputs, outputs)
        self.join = Join((outputs,) * (len(self.branches) + 1), outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, outputs, H, W)."""
        *parts, image_part = self.join.parts
        total = image_part(self.image(x.mean((2, 3), keepdim=True)))
        for part, branch in zip(parts, self.branches):
            total = total + part(branch(x))
        return self.join.finish(total)


class DeepLab(nn.Module):
    """Encoder and pyramid at output stride 8 or 16."""

    def __init__(
        self, encoder: str, width: float, stride: int, channels: int, dropout: float = 0.1
    ) -> None:
        """Make a network of `channels` scores."""
        super().__init__()
        self.encoder = Encoder(encoder, width, stride)
        self.pyramid = Pyramid(
            self.encoder.channels[-1], tuple(rate * 16 // stride for rate in RATES)
        )
        self.head = nn.Sequential(nn.Dropout(dropout), nn.Conv2d(PYRAMID_CHANNELS, channels, 1))
        init_weights(self)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, channels, H / stride, W / stride) scores."""
        return self.head(self.pyramid(self.encoder(x)[-1]))
