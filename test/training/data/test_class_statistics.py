# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Counts and weights of classes."""

import numpy as np
import pytest

from seg_ros.training.data.class_statistics import class_weights, count
from seg_ros.training.data.samples import Sample


def test_count() -> None:
    channels = np.uint8([[0, 0, 2], [255, 2, 2]])
    sample = Sample('a', np.zeros((2, 3, 3), np.uint8), channels)
    assert count([sample, sample], 3).tolist() == [[2, 0, 3]] * 2


@pytest.mark.parametrize(
    'rule, expected',
    [
        ('none', [1.0, 1.0, 0.0]),
        ('inverse', [0.5 / 0.9, 0.5 / 0.1, 0.0]),
    ],
)
def test_weights(rule: str, expected: list) -> None:
    assert class_weights(np.array([90, 10, 0]), rule) == pytest.approx(np.array(expected))


@pytest.mark.parametrize('rule', ['none', 'inverse', 'bounded'])
def test_the_mean_weight_of_a_pixel_is_one(rule: str) -> None:
    counts = np.array([900, 90, 9, 1])
    weights = class_weights(counts, rule)
    assert (weights * counts).sum() / counts.sum() == pytest.approx(1.0, rel=1e-6)


def test_bounded_weights_have_a_limit() -> None:
    ratio = class_weights(np.array([10**9, 1]), 'bounded')
    assert ratio[1] / ratio[0] == pytest.approx(np.log(2.02) / np.log(1.02), rel=1e-3)
