# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Depthwise convolutions in bfloat16."""

import pytest
import torch
from torch import nn, Tensor

from seg_ros.training.nets.depthwise import DepthwiseConv2d

SHAPES = [
    (kernel, stride, dilation) for kernel in (3, 5) for stride in (1, 2) for dilation in (1, 2)
]


def gradients(layer: nn.Conv2d, x: Tensor, upstream: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return output, and gradients of input and weight, as float32."""
    x = x.clone().requires_grad_()
    with torch.autocast('cpu', torch.bfloat16):
        y = layer(x)
    layer.zero_grad()
    y.backward(upstream.to(y.dtype))
    assert x.grad is not None and layer.weight.grad is not None
    return y.detach().float(), x.grad, layer.weight.grad.clone()


@pytest.mark.parametrize('kernel, stride, dilation', SHAPES)
@pytest.mark.parametrize('side', [16, 17])
def test_output_and_gradients_are_those_of_torch(
    kernel: int, stride: int, dilation: int, side: int
) -> None:
    torch.manual_seed(0)
    options = {'padding': dilation * (kernel // 2), 'dilation': dilation, 'groups': 6}
    plain = nn.Conv2d(6, 6, kernel, stride, bias=False, **options)  # type: ignore[arg-type]
    own = DepthwiseConv2d(6, 6, kernel, stride, bias=False, **options)  # type: ignore[arg-type]
    own.load_state_dict(plain.state_dict())
    x = torch.randn(2, 6, side, side).to(memory_format=torch.channels_last)
    upstream = torch.randn(plain(x).shape)
    for found, expected in zip(gradients(own, x, upstream), gradients(plain, x, upstream)):
        torch.testing.assert_close(
            found, expected, rtol=0.02, atol=0.02 * float(expected.abs().max())
        )


def test_float32_is_left_to_torch() -> None:
    layer = DepthwiseConv2d(4, 4, 3, padding=1, groups=4, bias=False)
    y = layer(torch.randn(1, 4, 8, 8))
    assert y.dtype == torch.float32 and type(y.grad_fn).__name__ == 'ConvolutionBackward0'
