# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Photometric augmentation depends on strength and seed."""

import numpy as np
import pytest

from seg_ros.training.data.photometric_augmentation import augment_photometric

GRAY = np.full((40, 50, 3), 120, np.uint8)


def test_strength_zero_changes_nothing() -> None:
    assert augment_photometric(GRAY, 0.0, np.random.default_rng(0)) is GRAY


def test_the_result_depends_on_the_seed() -> None:
    first, again, other = (
        augment_photometric(GRAY, 1.0, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    assert first.dtype == np.uint8 and first.shape == GRAY.shape
    assert (GRAY == 120).all()


@pytest.mark.parametrize(
    'figure, spread',
    [
        (np.mean, 10.0),
        (lambda image: np.ptp(image.reshape(-1, 3).mean(axis=0)), 3.0),
        (lambda image: image.std(axis=(0, 1)).mean(), 1.0),
    ],
    ids=['brightness', 'color', 'noise or shade'],
)
def test_brightness_color_and_noise_differ_between_crops(figure, spread: float) -> None:
    figures = [
        figure(augment_photometric(GRAY, 1.0, np.random.default_rng(seed))) for seed in range(60)
    ]
    assert np.std(figures) > spread
