# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The moving average of the weights."""

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.ema import averaged_model  # noqa: E402


def scale(value: float) -> 'torch.nn.Module':
    net = torch.nn.BatchNorm2d(1)
    torch.nn.init.constant_(net.weight, value)
    net.running_mean.fill_(value)
    return net


@pytest.mark.parametrize(
    'decay, count, expected',
    [
        (0.9, 10**6, 0.1),
        (0.0, 10**6, 1.0),
        (0.9, 1, 1.0 - 2.0 / 11.0),
    ],
    ids=['late', 'no memory', 'early steps are forgotten soon'],
)
def test_averaging(decay: float, count: int, expected: float) -> None:
    averaged, net = averaged_model(scale(0.0), decay), scale(1.0)
    averaged.n_averaged.fill_(count)
    net.num_batches_tracked.fill_(7)
    averaged.update_parameters(net)
    mean = averaged.module
    assert mean.weight.item() == mean.running_mean.item() == pytest.approx(expected)
    assert mean.num_batches_tracked.item() == 7


def test_the_average_has_its_own_weights_without_gradients() -> None:
    net = scale(1.0)
    mean = averaged_model(net, 0.9).module
    assert not mean.training and not mean.weight.requires_grad
    assert mean.weight is not net.weight
