# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters, stride and pyramid of DeepLab-v3 are those of the papers."""

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.nets.deeplab import DeepLab, Pyramid  # noqa: E402


def test_parameters_are_those_of_the_paper() -> None:
    # Sandler et al. 2018, MobileNetV2, table 7: 4.52 M with ASPP at stride 16, 21 classes
    net = DeepLab('mobilenet_v2', 1.0, 16, 21)
    millions = sum(weight.numel() for weight in net.parameters()) / 1e6
    assert millions == pytest.approx(4.52, abs=5e-3)


@pytest.mark.parametrize('stride', [8, 16])
def test_output_stride(stride: int) -> None:
    net = DeepLab('mobilenet_v2', 0.25, stride, 5).eval()
    assert net(torch.zeros(2, 3, 64, 96)).shape == (2, 5, 64 // stride, 96 // stride)


@pytest.mark.parametrize('stride, rates', [(16, (6, 12, 18)), (8, (12, 24, 36))])
def test_pyramid_has_its_dilation_rates_and_image_pooling(stride: int, rates: tuple) -> None:
    pyramid = DeepLab('mobilenet_v2', 0.25, stride, 5).pyramid.double().eval()
    for branch, rate in zip(pyramid.branches[1:], rates):
        torch.nn.init.constant_(branch[0].weight, 0.01)
        cells = torch.full((1, 80, 81, 81), 0.01, dtype=torch.double, requires_grad=True)
        branch(cells)[0, :, 40, 40].sum().backward()
        evaluated = cells.grad.abs().amax((0, 1, 2)).nonzero().flatten()
        assert (evaluated - 40).tolist() == [-rate, 0, rate]
    cells = torch.rand((1, 80, 9, 9), dtype=torch.double, requires_grad=True)
    pyramid(cells)[0, :, 0, 0].sum().backward()
    assert (cells.grad.abs().amax((0, 1)) > 0).all()


def test_pyramid_is_a_convolution_of_the_concatenated_branches() -> None:
    torch.manual_seed(0)
    pyramid = Pyramid(8, (2, 3), 16).eval()
    cells = torch.rand(1, 8, 12, 12)
    image = pyramid.image(cells.mean((2, 3), keepdim=True)).expand(-1, -1, 12, 12)
    stacked = torch.cat([branch(cells) for branch in pyramid.branches] + [image], 1)
    kernel = torch.cat([part.weight for part in pyramid.join.parts], 1)
    expected = pyramid.join.finish(torch.nn.functional.conv2d(stacked, kernel))
    assert torch.allclose(pyramid(cells), expected, atol=1e-5)
