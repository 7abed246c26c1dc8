# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The U-Nets: sizes, strides, parameters, and folding of batch normalization."""

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.nets.blocks import Join  # noqa: E402
from seg_ros.training.nets.unet import DECODER, MicroUNet, UNet  # noqa: E402


def parameters(net: 'torch.nn.Module') -> int:
    return sum(weight.numel() for weight in net.parameters())


@pytest.mark.parametrize('encoder', ['mobilenet_v2', 'efficientnet_lite0'])
def test_unet(encoder: str) -> None:
    net = UNet(encoder, 1.0, 3).eval()
    assert net(torch.zeros(1, 3, 64, 96)).shape == (1, 3, 32, 48)
    assert parameters(net) < 5e6
    assert 64 <= min(DECODER) <= max(DECODER) <= 128


def test_the_micro_unet_is_under_a_megabyte() -> None:
    net = MicroUNet(1).eval()
    assert net(torch.zeros(1, 3, 48, 64)).shape == (1, 1, 24, 32)
    assert 4 * parameters(net) < 1e6


@pytest.mark.parametrize('net', [UNet('mobilenet_v2', 0.25, 3), MicroUNet(1)])
def test_every_parameter_has_a_gradient(net: 'torch.nn.Module') -> None:
    for module in net.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            torch.nn.init.ones_(module.weight)
    net(torch.rand(2, 3, 64, 64)).square().sum().backward()
    assert all(
        weight.grad is not None and weight.grad.abs().sum() > 0 for weight in net.parameters()
    )


def test_initial_scores_are_small_and_residuals_zero() -> None:
    torch.manual_seed(0)
    net = UNet('mobilenet_v2', 0.5, 3)
    assert net.train()(torch.randn(2, 3, 64, 64)).std() < 0.5
    blocks = [module for module in net.modules() if getattr(module, 'has_shortcut', False)]
    assert len(blocks) == 10
    for block in blocks:
        cells = torch.rand(2, block.layers[0][0].in_channels, 4, 4)
        assert torch.equal(block(cells), cells)


def test_a_folded_join_has_the_same_output() -> None:
    torch.manual_seed(0)
    join = Join((3, 5), 4)
    norm = join.finish[0]
    for values in (norm.weight, norm.bias, norm.running_mean, norm.running_var):
        torch.nn.init.uniform_(values, 0.2, 1.0)
    join.eval()
    maps = torch.rand(1, 3, 6, 6), torch.rand(1, 5, 6, 6)

    def answer() -> 'torch.Tensor':
        return join.finish(sum(part(one) for part, one in zip(join.parts, maps)))

    expected = answer()
    join.fold()
    assert torch.allclose(answer(), expected, atol=1e-6)
