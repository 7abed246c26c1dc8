# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Strides, receptive fields and parameters are those of the papers."""

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.nets.encoders import Encoder  # noqa: E402


def parameters(net: 'torch.nn.Module') -> int:
    return sum(weight.numel() for weight in net.parameters())


def reach(net: 'torch.nn.Module', side: int, answer) -> int:
    """Return the number of input columns on which the middle cell of the output depends."""
    net = net.double().eval()
    with torch.no_grad():
        for weight in net.parameters():
            # Small and positive: nothing cancels, nothing is clipped.
            weight.fill_(0.01 if weight.ndim == 1 else 1.0 / weight[0].numel())
    image = torch.full((1, 3, side, side), 0.01, dtype=torch.double, requires_grad=True)
    cells = answer(net(image))
    middle = cells.shape[-1] // 2
    cells[0, :, middle, middle].sum().backward()
    return int((image.grad.abs().amax((0, 1, 2)) > 0).sum())


@pytest.mark.parametrize(
    'stride, strides', [(8, [2, 4, 8]), (16, [2, 4, 8, 16]), (32, [2, 4, 8, 16, 32])]
)
@pytest.mark.parametrize('name', ['mobilenet_v2', 'efficientnet_lite0'])
def test_features_at_every_stride(name: str, stride: int, strides: list) -> None:
    encoder = Encoder(name, 0.25, stride).eval()
    features = encoder(torch.zeros(1, 3, 64, 96))
    assert [64 // feature.shape[2] for feature in features] == strides
    assert [96 // feature.shape[3] for feature in features] == strides
    assert tuple(feature.shape[1] for feature in features) == encoder.channels


@pytest.mark.parametrize(
    'name, last, whole, tolerance',
    [
        # 3.4 M (Sandler et al. 2018, table 4), and 3 504 872 with 1000 classes as commonly counted
        ('mobilenet_v2', 1280, 3_504_872, 0),
        # EfficientNet-lite0: 4.7 M
        ('efficientnet_lite0', 1280, 4_700_000, 60_000),
    ],
)
def test_parameters_with_a_classifier_are_those_of_the_papers(
    name: str, last: int, whole: int, tolerance: int
) -> None:
    classifier = 320 * last + 2 * last + last * 1000 + 1000
    assert parameters(Encoder(name)) + classifier == pytest.approx(whole, abs=tolerance)


@pytest.mark.parametrize(
    'width, channels',
    [
        (0.5, (8, 16, 16, 48, 160)),
        (1.0, (16, 24, 32, 96, 320)),
        (1.4, (24, 32, 48, 136, 448)),
    ],
)
def test_width(width: int, channels: tuple) -> None:
    assert Encoder('mobilenet_v2', width).channels == channels


@pytest.mark.parametrize(
    'name, stride, pixels',
    [
        # Kernel less one, times the stride before it, summed over the layers, plus one.
        ('mobilenet_v2', 32, 491),
        ('mobilenet_v2', 16, 491),
        ('mobilenet_v2', 8, 491),
        ('efficientnet_lite0', 32, 851),
        ('efficientnet_lite0', 16, 851),
    ],
)
def test_dilation_keeps_the_receptive_field(name: str, stride: int, pixels: int) -> None:
    side = -(-(pixels + 64) // 64) * 64
    assert reach(Encoder(name, 0.25, stride), side, lambda features: features[-1]) == pixels
