# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The layers that all networks are made of."""

from typing import cast

from torch import nn, Tensor

from seg_ros.training.nets.depthwise import DepthwiseConv2d


def conv(
    inputs: int,
    outputs: int,
    kernel: int = 1,
    stride: int = 1,
    dilation: int = 1,
    groups: int = 1,
    act: bool = True,
) -> nn.Sequential:
    """Return convolution, batch normalization and ReLU6, padded so that only `stride` resizes."""
    padding = dilation * (kernel - 1) // 2
    kind = DepthwiseConv2d if groups > 1 else nn.Conv2d
    layers = [
        kind(inputs, outputs, kernel, stride, padding, dilation, groups, bias=False),
        nn.BatchNorm2d(outputs),
    ]
    return nn.Sequential(*layers, nn.ReLU6(inplace=True)) if act else nn.Sequential(*layers)


def separable(inputs: int, outputs: int) -> nn.Sequential:
    """Return a depthwise 3 x 3 convolution and a pointwise 1 x 1 convolution."""
    return nn.Sequential(conv(inputs, inputs, 3, groups=inputs), conv(inputs, outputs))


class InvertedResidual(nn.Module):
    """Expansion, depthwise convolution and projection (Sandler et al. 2018, MobileNetV2)."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        expansion: int,
        kernel: int = 3,
        stride: int = 1,
        dilation: int = 1,
    ) -> None:
        """Make the layers; without expansion the first is left out."""
        super().__init__()
        expanded = inputs * expansion
        self.has_shortcut = stride == 1 and inputs == outputs
        self.layers = nn.Sequential(
            *([conv(inputs, expanded)] if expansion > 1 else []),
            conv(expanded, expanded, kernel, stride, dilation, groups=expanded),
            conv(expanded, outputs, act=False),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, outputs, H / stride, W / stride)."""
        return x + self.layers(x) if self.has_shortcut else self.layers(x)


class Join(nn.Module):
    """
    A 1 x 1 convolution of the concatenation of several feature maps.

    Each is convolved separately and the results are added, which is equivalent; so a coarse one
    can be convolved before it is upsampled, and one of 1 x 1 is broadcast.
    """

    def __init__(self, inputs: tuple[int, ...], outputs: int) -> None:
        """Make one convolution for each map; `finish` is applied to the sum."""
        super().__init__()
        self.parts = nn.ModuleList(nn.Conv2d(count, outputs, 1, bias=False) for count in inputs)
        # Initialized as one convolution of all channels would be.
        for part in self.parts:
            nn.init.normal_(cast(nn.Conv2d, part).weight, std=(2.0 / sum(inputs)) ** 0.5)
        self.finish = nn.Sequential(nn.BatchNorm2d(outputs), nn.ReLU6(inplace=True))

    def fold(self) -> None:
        """Fold the normalization into the convolutions, which the exporter does not do here."""
        norm = cast(nn.BatchNorm2d, self.finish[0])
        mean, variance = cast(Tensor, norm.running_mean), cast(Tensor, norm.running_var)
        scale = norm.weight / (variance + norm.eps).sqrt()
        convolutions = [cast(nn.Conv2d, part) for part in self.parts]
        for part in convolutions:
            part.weight = nn.Parameter(part.weight * scale[:, None, None, None])
        convolutions[0].bias = nn.Parameter(norm.bias - mean * scale)
        self.finish[0] = nn.Identity()


def init_weights(net: nn.Module) -> None:
    """
    Initialize the weights: convolutions as He et al. 2015 (fan out), heads small, residuals 0.

    A head, the only convolution with a bias, starts with scores near 0, and a residual block as
    the identity (Goyal et al. 2017): deep networks without pretraining then converge faster, and
    do not amplify the rounding of their weights.
    """
    joined = {id(part) for join in net.modules() if isinstance(join, Join) for part in join.parts}
    for module in net.modules():
        if isinstance(module, InvertedResidual) and module.has_shortcut:
            last = cast(nn.Sequential, module.layers[-1])
            nn.init.zeros_(cast(nn.BatchNorm2d, last[1]).weight)
        elif isinstance(module, nn.Conv2d) and module.bias is not None:
            nn.init.normal_(module.weight, std=0.01)
            nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Conv2d) and id(module) not in joined:
            # The fan out of a channel is within its group.
            fan_out = module.weight[0, 0].numel() * module.out_channels / module.groups
            nn.init.normal_(module.weight, std=(2.0 / fan_out) ** 0.5)
