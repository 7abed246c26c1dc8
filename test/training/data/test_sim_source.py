# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The simulated field as a source."""

from functools import lru_cache

import numpy as np

from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.sim_source import (
    CAMERAS_AT_ONCE,
    CROPS_PER_VIEW,
    LABEL_MAP,
    sim_image,
    sim_samples,
    SimSource,
    TRAINING_SEEDS,
    training_seeds,
    VALIDATION_SEEDS,
    VIEWS_PER_CAMERA,
    ViewSource,
)


def blank_view() -> tuple[np.ndarray, np.ndarray]:
    """Return pixels and channels of a view of nothing."""
    return np.zeros((48, 48, 3), np.uint8), np.zeros((48, 48), np.uint8)


def view(source: ViewSource, number: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the first view of a camera."""
    return source.views(number, 1, np.random.default_rng(seed))[0]


def test_pixels_of_plants_are_green() -> None:
    pixels, channels = view(ViewSource((128, 160)), 3, 0)
    assert pixels.shape == (128, 160, 3) and channels.shape == (128, 160)
    green = pixels[..., 1] - pixels[..., ::2].mean(axis=2)
    assert green[channels > 0].mean() > green[channels == 0].mean() + 10.0


def test_views_are_reproducible_and_differ_from_each_other() -> None:
    first, again, other = (view(ViewSource((64, 64)), number, number) for number in (5, 5, 13))
    assert np.array_equal(first[0], again[0])
    assert not np.array_equal(first[0], other[0])


def test_views_of_a_camera_are_of_other_places() -> None:
    views = ViewSource((64, 64)).views(5, 3, np.random.default_rng(0))
    assert len({pixels.tobytes() for pixels, _ in views}) == 3


def test_crops_of_a_view_differ_and_do_not_depend_on_earlier_ones() -> None:
    config = TrainingConfig(crop_height_px=32, crop_width_px=48, seed=3, turn_deg=180.0)
    source, last = SimSource(config), CAMERAS_AT_ONCE * VIEWS_PER_CAMERA * (CROPS_PER_VIEW - 1)
    first, later = (source.crop(number, np.random.default_rng(number))[0] for number in (0, last))
    assert first.shape == later.shape == (32, 48, 3)
    assert not np.array_equal(first, later)
    assert source._views.cache_info().hits == 1
    alone = SimSource(config).crop(last, np.random.default_rng(last))[0]
    assert np.array_equal(later, alone)


def test_crops_take_cameras_by_turns_and_all_their_views() -> None:
    config = TrainingConfig(crop_height_px=32, crop_width_px=32)
    source = SimSource(config)
    source._views = lru_cache(CAMERAS_AT_ONCE)(lambda number: VIEWS_PER_CAMERA * [blank_view()])
    crops = range(CAMERAS_AT_ONCE * VIEWS_PER_CAMERA * CROPS_PER_VIEW)
    rendered = []
    for number in crops:
        before = source._views.cache_info().misses
        source.crop(number, np.random.default_rng(number))
        rendered.append(source._views.cache_info().misses - before)
    # Each camera once at first; all but the first are replaced once, at other times.
    assert rendered[:CAMERAS_AT_ONCE] == [1] * CAMERAS_AT_ONCE
    assert sum(rendered) == 2 * CAMERAS_AT_ONCE - 1
    assert max(sum(rendered[start : start + 40]) for start in crops[CAMERAS_AT_ONCE:]) <= 3


def test_one_class_of_the_simulated_field() -> None:
    _, channels = view(ViewSource((128, 160)), 3, 0)
    _, narrow = view(ViewSource((128, 160), LABEL_MAP.one_against_all('weed')), 3, 0)
    assert np.array_equal(narrow, channels == 1)


def test_every_seed_of_a_run_has_worlds() -> None:
    assert training_seeds(3) == TRAINING_SEEDS + 3 * 10**6
    for seed in (2147, 2148, 2**31 - 1):
        assert TRAINING_SEEDS <= training_seeds(seed) < 2**32
        image, _ = view(ViewSource((64, 64), seeds=training_seeds(seed)), 9 * 96 * 8, 0)
        assert image.shape == (64, 64, 3)


def test_validation_and_training_have_no_common_seeds() -> None:
    assert VALIDATION_SEEDS + 10**6 < TRAINING_SEEDS
    (sample,) = sim_samples(1)
    assert sample.pixels.shape == (480, 640, 3)
    assert set(np.unique(sample.channels)) <= {0, 1, 2}


def test_the_image_for_self_tests_is_always_the_same() -> None:
    assert np.array_equal(sim_image((60, 80)), sim_image((60, 80)))
