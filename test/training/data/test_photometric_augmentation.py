# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Another day, another camera."""

import numpy as np
import pytest

from seg_ros.training.data.photometric_augmentation import relight

GREY = np.full((40, 50, 3), 120, np.uint8)


def test_no_strength_changes_nothing() -> None:
    assert relight(GREY, 0.0, np.random.default_rng(0)) is GREY


def test_the_same_seed_gives_the_same_picture_and_another_another() -> None:
    first, again, other = (relight(GREY, 1.0, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first, again) and not np.array_equal(first, other)
    assert first.dtype == np.uint8 and first.shape == GREY.shape
    assert (GREY == 120).all()


@pytest.mark.parametrize(
    'figure, spread',
    [
        (np.mean, 10.0),
        (lambda image: np.ptp(image.reshape(-1, 3).mean(axis=0)), 3.0),
        (lambda image: image.std(axis=(0, 1)).mean(), 1.0),
    ],
    ids=['brightness', 'color', 'noise or shade'],
)
def test_light_colour_and_noise_differ_from_crop_to_crop(figure, spread: float) -> None:
    figures = [figure(relight(GREY, 1.0, np.random.default_rng(seed))) for seed in range(60)]
    assert np.std(figures) > spread
