# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Sizes, scores and class maps of a network in training."""

import numpy as np
import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.config import TrainingConfig  # noqa: E402
from seg_ros.training.data.samples import Sample  # noqa: E402
from seg_ros.training.validate import class_scores_at, network_size, validate_samples  # noqa: E402


@pytest.mark.parametrize(
    'net, scale, size, expected',
    [
        ('unet', 1.0, (360, 480), (384, 480)),
        ('deeplab', 1.0, (360, 480), (368, 480)),
        ('micro', 0.5, (360, 480), (184, 240)),
        ('unet', 0.5, (10, 10), (32, 32)),
    ],
)
def test_network_size(net: str, scale: float, size: tuple, expected: tuple) -> None:
    assert network_size(*size, TrainingConfig(net=net, scale=scale)) == expected


def test_a_sigmoid_score_becomes_scores_of_two_classes_at_full_size() -> None:
    scores = class_scores_at(torch.tensor([[[[-1.0, 1.0]]]]), (2, 4))
    assert scores.argmax(0).tolist() == [[0, 0, 1, 1]] * 2


class Brightest(torch.nn.Module):
    """A network whose class is the brightest color, at stride 2; red is channel 0."""

    def __init__(self) -> None:
        """Add a parameter, which has a device."""
        super().__init__()
        self.gain = torch.nn.Parameter(torch.ones(()))

    def forward(self, image: torch.Tensor) -> torch.Tensor:
        """Return the colors, averaged."""
        return self.gain * torch.nn.functional.avg_pool2d(image, 2)


def test_ignored_pixels_of_a_sample_are_not_counted() -> None:
    pixels = np.zeros((32, 32, 3), np.uint8)
    pixels[:, :16, 2], pixels[:, 16:, 0] = 255, 255
    channels = np.full((32, 32), 2, np.uint8)
    channels[:, :16] = 0
    channels[0] = 255
    (evaluated,) = validate_samples(Brightest(), [Sample('a', pixels, channels)], TrainingConfig())
    assert evaluated.miou == 1.0
    assert evaluated.counts.sum() == 31 * 32
