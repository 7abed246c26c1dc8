# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""U-Net (Ronneberger et al. 2015): an encoder, and a decoder with skip connections."""

from torch import nn, Tensor
from torch.nn.functional import interpolate

from seg_ros.training.nets.blocks import conv, init_weights, Join, separable
from seg_ros.training.nets.encoders import Encoder

DECODER = (128, 128, 96, 64)
"""Channels at the strides 16, 8, 4 and 2."""

MICRO = (16, 24, 32)
"""Channels at the strides 2, 4 and 8."""


class Up(nn.Module):
    """One step of the decoder: upsample by two, join the skip connection, convolve."""

    def __init__(self, inputs: int, skipped: int, outputs: int, layers: nn.Module) -> None:
        """Make the step; `layers` convolve `outputs` channels."""
        super().__init__()
        self.join = Join((inputs, skipped), outputs)
        self.layers = layers

    def forward(self, x: Tensor, skipped: Tensor) -> Tensor:
        """Return (N, outputs, 2 H, 2 W)."""
        coarse, fine = self.join.parts
        upsampled = interpolate(coarse(x), scale_factor=2.0, mode='nearest')
        return self.layers(self.join.finish(upsampled + fine(skipped)))


class UNet(nn.Module):
    """A U-Net with an exchangeable encoder; output stride 2."""

    def __init__(self, encoder: str, width: float, channels: int) -> None:
        """Make a network of `channels` scores."""
        super().__init__()
        self.encoder = Encoder(encoder, width)
        *skipped, inputs = self.encoder.channels
        self.ups = nn.ModuleList()
        for skip, outputs in zip(reversed(skipped), DECODER):
            layers = nn.Sequential(separable(outputs, outputs), separable(outputs, outputs))
            self.ups.append(Up(inputs, skip, outputs, layers))
            inputs = outputs
        self.head = nn.Conv2d(inputs, channels, 1)
        init_weights(self)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, channels, H / 2, W / 2) scores; H and W must be multiples of 32."""
        *skipped, x = self.encoder(x)
        for up, skip in zip(self.ups, reversed(skipped)):
            x = up(x, skip)
        return self.head(x)


class MicroUNet(nn.Module):
    """A U-Net of three stages for small boards; output stride 2."""

    def __init__(self, channels: int) -> None:
        """Make a network of `channels` scores; dilation in the last stage adds receptive field."""
        super().__init__()
        fine, middle, low = MICRO
        self.downs = nn.ModuleList(
            (
                nn.Sequential(conv(3, fine, 3, 2), conv(fine, fine, 3)),
                nn.Sequential(conv(fine, middle, 3, 2), conv(middle, middle, 3)),
                nn.Sequential(
                    conv(middle, low, 3, 2),
                    *(conv(low, low, 3, dilation=dilation) for dilation in (1, 2, 4)),
                ),
            )
        )
        self.ups = nn.ModuleList(
            (
                Up(low, middle, middle, conv(middle, middle, 3)),
                Up(middle, fine, fine, conv(fine, fine, 3)),
            )
        )
        self.head = nn.Conv2d(fine, channels, 1)
        init_weights(self)

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, channels, H / 2, W / 2) scores; H and W must be multiples of 8."""
        features = []
        for down in self.downs:
            x = down(x)
            features.append(x)
        for up, skip in zip(self.ups, reversed(features[:-1])):
            x = up(x, skip)
        return self.head(x)
