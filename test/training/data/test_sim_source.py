# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The simulated field as a source."""

import numpy as np

from seg_ros.training.data.sim_source import (
    field_image,
    field_samples,
    LEGEND,
    SimSource,
    TRAINING_SEEDS,
    VALIDATION_SEEDS,
)


def test_a_crop_shows_green_where_plants_are() -> None:
    pixels, channels = SimSource((128, 160)).crop(3, np.random.default_rng(0))
    assert pixels.shape == (128, 160, 3) and channels.shape == (128, 160)
    green = pixels[..., 1] - pixels[..., ::2].mean(axis=2)
    assert green[channels > 0].mean() > green[channels == 0].mean() + 10.0


def test_crops_are_the_same_every_time_and_differ_from_each_other() -> None:
    crops = [
        SimSource((64, 64)).crop(number, np.random.default_rng(number)) for number in (5, 5, 13)
    ]
    assert np.array_equal(crops[0][0], crops[1][0])
    assert not np.array_equal(crops[0][0], crops[2][0])


def test_one_class_of_the_field() -> None:
    _, channels = SimSource((128, 160)).crop(3, np.random.default_rng(0))
    _, narrow = SimSource((128, 160), LEGEND.only('weed')).crop(3, np.random.default_rng(0))
    assert np.array_equal(narrow, channels == 1)


def test_validation_is_of_fields_that_are_never_learnt_from() -> None:
    assert VALIDATION_SEEDS + 10**6 < TRAINING_SEEDS
    (sample,) = field_samples(1)
    assert sample.pixels.shape == (480, 640, 3)
    assert set(np.unique(sample.channels)) <= {0, 1, 2}


def test_the_picture_for_self_tests_is_one() -> None:
    assert np.array_equal(field_image((60, 80)), field_image((60, 80)))
