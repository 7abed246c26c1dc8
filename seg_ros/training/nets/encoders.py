# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The encoders (backbones): MobileNetV2 and EfficientNet-Lite0."""

from dataclasses import dataclass

from torch import nn, Tensor

from seg_ros.training.nets.blocks import conv, InvertedResidual


@dataclass(frozen=True)
class Stage:
    """A sequence of inverted residual blocks; `stride` is that of the first."""

    expansion: int
    channels: int
    repeats: int
    stride: int
    kernel: int = 3


STAGES = {
    # Sandler et al. 2018, MobileNetV2, table 2
    'mobilenet_v2': (
        Stage(1, 16, 1, 1),
        Stage(6, 24, 2, 2),
        Stage(6, 32, 3, 2),
        Stage(6, 64, 4, 2),
        Stage(6, 96, 3, 1),
        Stage(6, 160, 3, 2),
        Stage(6, 320, 1, 1),
    ),
    # Tan and Le 2019, EfficientNet, table 1, without squeeze and excitation
    'efficientnet_lite0': (
        Stage(1, 16, 1, 1),
        Stage(6, 24, 2, 2),
        Stage(6, 40, 2, 2, 5),
        Stage(6, 80, 3, 2),
        Stage(6, 112, 3, 1, 5),
        Stage(6, 192, 4, 2, 5),
        Stage(6, 320, 1, 1),
    ),
}
STEM = 32


class Encoder(nn.Module):
    """
    Returns the last features at each of the strides 2, 4, 8, ... up to `stride`.

    From `stride` on, convolutions are dilated instead of strided (Chen et al. 2017, DeepLab-v3),
    so that the receptive field is that of stride 32. `channels` are those of the features in
    their order. `width` multiplies all channels, rounded to multiples of 8.
    """

    def __init__(self, name: str, width: float = 1.0, stride: int = 32) -> None:
        """Make the stem and the stages of the named encoder."""
        super().__init__()
        channels = scaled(STEM, width)
        levels: list[list[nn.Module]] = [[conv(3, channels, 3, 2)]]
        current_stride, dilation = 2, 1
        self.channels: tuple[int, ...] = ()
        for stage in STAGES[name]:
            outputs = scaled(stage.channels, width)
            for repeat in range(stage.repeats):
                step, block_dilation = (stage.stride if repeat == 0 else 1), dilation
                if current_stride * step > stride:
                    step, dilation = 1, dilation * step
                if step > 1:
                    self.channels += (channels,)
                    levels.append([])
                    current_stride *= step
                levels[-1].append(
                    InvertedResidual(
                        channels, outputs, stage.expansion, stage.kernel, step, block_dilation
                    )
                )
                channels = outputs
        self.channels += (channels,)
        self.levels = nn.ModuleList(nn.Sequential(*blocks) for blocks in levels)

    def forward(self, x: Tensor) -> list[Tensor]:
        """Return the features, those of stride 2 first."""
        features = []
        for level in self.levels:
            x = level(x)
            features.append(x)
        return features


def scaled(channels: int, width: float) -> int:
    """Return a multiple of 8 near the product, at least nine tenths of it."""
    scaled = max(8, int(channels * width + 4) // 8 * 8)
    return scaled + 8 if scaled < 0.9 * channels * width else scaled
