# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The simulated field as a source."""

import numpy as np

from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.sim_source import (
    CROPS_PER_VIEW,
    LABEL_MAP,
    sim_image,
    sim_samples,
    SimSource,
    TRAINING_SEEDS,
    training_seeds,
    VALIDATION_SEEDS,
    VIEWS_AT_ONCE,
    ViewSource,
)


def test_pixels_of_plants_are_green() -> None:
    pixels, channels = ViewSource((128, 160)).view(3, np.random.default_rng(0))
    assert pixels.shape == (128, 160, 3) and channels.shape == (128, 160)
    green = pixels[..., 1] - pixels[..., ::2].mean(axis=2)
    assert green[channels > 0].mean() > green[channels == 0].mean() + 10.0


def test_views_are_reproducible_and_differ_from_each_other() -> None:
    views = [
        ViewSource((64, 64)).view(number, np.random.default_rng(number)) for number in (5, 5, 13)
    ]
    assert np.array_equal(views[0][0], views[1][0])
    assert not np.array_equal(views[0][0], views[2][0])


def test_crops_of_a_view_differ_and_do_not_depend_on_earlier_ones() -> None:
    config = TrainingConfig(crop_height_px=32, crop_width_px=48, seed=3, turn_deg=180.0)
    source, last = SimSource(config), VIEWS_AT_ONCE * (CROPS_PER_VIEW - 1)
    first, later = (source.crop(number, np.random.default_rng(number))[0] for number in (0, last))
    assert first.shape == later.shape == (32, 48, 3)
    assert not np.array_equal(first, later)
    assert source._view.cache_info().hits == 1
    alone = SimSource(config).crop(last, np.random.default_rng(last))[0]
    assert np.array_equal(later, alone)


def test_one_class_of_the_simulated_field() -> None:
    _, channels = ViewSource((128, 160)).view(3, np.random.default_rng(0))
    _, narrow = ViewSource((128, 160), LABEL_MAP.one_against_all('weed')).view(
        3, np.random.default_rng(0)
    )
    assert np.array_equal(narrow, channels == 1)


def test_every_seed_of_a_run_has_worlds() -> None:
    assert training_seeds(3) == TRAINING_SEEDS + 3 * 10**6
    for seed in (2147, 2148, 2**31 - 1):
        assert TRAINING_SEEDS <= training_seeds(seed) < 2**32
        image, _ = ViewSource((64, 64), seeds=training_seeds(seed)).view(
            9 * 96 * 8, np.random.default_rng(0)
        )
        assert image.shape == (64, 64, 3)


def test_validation_and_training_have_no_common_seeds() -> None:
    assert VALIDATION_SEEDS + 10**6 < TRAINING_SEEDS
    (sample,) = sim_samples(1)
    assert sample.pixels.shape == (480, 640, 3)
    assert set(np.unique(sample.channels)) <= {0, 1, 2}


def test_the_image_for_self_tests_is_always_the_same() -> None:
    assert np.array_equal(sim_image((60, 80)), sim_image((60, 80)))
