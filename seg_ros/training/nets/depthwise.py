# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Depthwise convolution whose gradients are fast in bfloat16 on a CPU."""

from typing import Any

import torch
from torch import nn, Tensor
from torch.nn.functional import conv2d
from torch.nn.grad import conv2d_input, conv2d_weight


class DepthwiseConv2d(nn.Conv2d):
    """
    A convolution of each channel by itself, (N, C, H, W) to (N, C, H', W').

    In bfloat16 on a CPU, PyTorch computes two gradients slowly, which took a third of a training
    step of the U-Net: of the input where the stride is above 1, and of a kernel larger than 3. The
    first is therefore computed as a convolution of stride 1, the second in float32.
    """

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, C, H', W')."""
        if x.is_cpu and torch.is_autocast_enabled('cpu') and torch.is_grad_enabled():
            dtype = torch.get_autocast_dtype('cpu')
            weight = self.weight.to(dtype, memory_format=torch.channels_last)
            return _Depthwise.apply(x.to(dtype), weight, self)
        return super().forward(x)


class _Depthwise(torch.autograd.Function):
    """The convolution and its gradients, of channels-last tensors."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weight: Tensor, layer: nn.Conv2d) -> Tensor:
        ctx.save_for_backward(x, weight)
        ctx.layer = layer
        return conv2d(x, weight, None, *_geometry(layer))

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, None]:
        x, weight = ctx.saved_tensors
        gradient = gradients[0].contiguous(memory_format=torch.channels_last)
        return (
            _of_input(x, weight, gradient, ctx.layer),
            _of_weight(x, weight, gradient, ctx.layer),
            None,
        )


def _of_input(x: Tensor, weight: Tensor, gradient: Tensor, layer: nn.Conv2d) -> Tensor:
    rows, columns = layer.stride
    if (rows, columns) == (1, 1):
        return conv2d_input(x.shape, weight, gradient, *_geometry(layer))
    # Between the outputs of a stride lie zeros; the kernels are odd, so that sizes stay.
    spread = torch.zeros_like(x)
    spread[:, :, ::rows, ::columns] = gradient
    _, *others = _geometry(layer)
    return conv2d(spread, weight.flip(2, 3), None, 1, *others)


def _of_weight(x: Tensor, weight: Tensor, gradient: Tensor, layer: nn.Conv2d) -> Tensor:
    if max(layer.kernel_size) > 3:
        x, gradient = x.float(), gradient.float()
    return conv2d_weight(x, weight.shape, gradient, *_geometry(layer)).to(weight.dtype)


def _geometry(layer: nn.Conv2d) -> tuple[Any, Any, Any, int]:
    return layer.stride, layer.padding, layer.dilation, layer.groups
