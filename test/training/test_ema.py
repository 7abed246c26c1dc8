# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The mean of the last steps."""

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.ema import follow, mean_of  # noqa: E402


def scale(value: float) -> 'torch.nn.Module':
    net = torch.nn.BatchNorm2d(1)
    torch.nn.init.constant_(net.weight, value)
    net.running_mean.fill_(value)
    return net


@pytest.mark.parametrize(
    'memory, step, expected',
    [
        (0.9, 10**6, 0.1),
        (0.0, 10**6, 1.0),
        (0.9, 0, 0.9),
    ],
    ids=['late', 'no memory', 'early steps are forgotten soon'],
)
def test_following(memory: float, step: int, expected: float) -> None:
    mean, net = mean_of(scale(0.0)), scale(1.0)
    net.num_batches_tracked.fill_(7)
    follow(mean, net, memory, step)
    assert mean.weight.item() == mean.running_mean.item() == pytest.approx(expected)
    assert mean.num_batches_tracked.item() == 7


def test_the_mean_does_not_learn_and_is_another() -> None:
    net = scale(1.0)
    mean = mean_of(net)
    assert not mean.training and not mean.weight.requires_grad
    assert mean.weight is not net.weight
