# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Crops of labeled images."""

from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from training_fixtures import BGR

from seg_ros.errors import InputError
from seg_ros.training.config import TrainingConfig
from seg_ros.training.data.dataset import open_dataset
from seg_ros.training.data.folder_source import FolderSource
from seg_ros.training.data.label_map import IGNORED
from seg_ros.training.data.samples import read_sample, Sample

PLAIN = TrainingConfig(
    crop_height_px=32, crop_width_px=48, zoom=1.0, turn_deg=0.0, flip='none', rare=0.0
)


def source(folder: Path, config: TrainingConfig) -> FolderSource:
    dataset = open_dataset(folder)
    return FolderSource(
        [partial(read_sample, file, dataset.label_map) for file in dataset.files], 3, config
    )


def of_one(sample: Sample, config: TrainingConfig) -> FolderSource:
    return FolderSource([lambda: sample], 2, config)


def corner() -> Sample:
    """Return 40 x 40 pixels, the upper left quarter of which is white and of class 1."""
    channels = np.zeros((40, 40), np.uint8)
    channels[:20, :20] = 1
    return Sample('corner', np.dstack([channels * 255] * 3), channels)


@pytest.mark.parametrize(
    'change',
    [
        {},
        {'zoom': 2.0},
        {'turn_deg': 180.0},
        {'flip': 'both'},
        {'scale': 0.5},
        {'rare': 1.0},
    ],
)
def test_pixels_and_channels_stay_together(folder: Path, change: dict) -> None:
    crops = source(folder, replace(PLAIN, **change))
    palette = np.array([*BGR.values()])
    right = []
    for number in range(20):
        pixels, channels = crops.crop(number, np.random.default_rng(number))
        assert pixels.shape == (32, 48, 3) and channels.shape == (32, 48)
        nearest = np.abs(pixels[..., None, :].astype(int) - palette).sum(axis=3).argmin(axis=2)
        right.append((nearest == channels)[channels != IGNORED].mean())
    assert np.mean(right) > 0.97


def test_a_crop_as_large_as_the_image_is_the_image() -> None:
    sample = corner()
    pixels, channels = of_one(sample, replace(PLAIN, crop_height_px=40, crop_width_px=40)).crop(
        0, np.random.default_rng(0)
    )
    assert np.array_equal(pixels, sample.pixels) and np.array_equal(channels, sample.channels)


def test_scale_one_half_shows_the_image_at_half_size() -> None:
    config = replace(PLAIN, crop_height_px=32, crop_width_px=32, scale=0.8)
    pixels, channels = of_one(corner(), config).crop(0, np.random.default_rng(0))
    assert channels[:16, :16].all() and channels.sum() == 256
    assert pixels[:15, :15].min() == 255 and pixels[17:, 17:].max() == 0


def test_flips_move_the_corner() -> None:
    config = replace(PLAIN, crop_height_px=40, crop_width_px=40, flip='sideways')
    crops = of_one(corner(), config)
    places = {crops.crop(0, np.random.default_rng(seed))[1][:, :20].sum() for seed in range(20)}
    assert places == {0, 400}


def test_pixels_outside_the_image_are_ignored() -> None:
    config = replace(PLAIN, crop_height_px=80, crop_width_px=80)
    channels = of_one(corner(), config).crop(0, np.random.default_rng(0))[1]
    assert (channels != IGNORED).sum() == 1600
    assert (channels == 1).sum() == 400


def test_minority_share_centers_crops_on_rare_classes(folder: Path) -> None:
    def share(rare: float) -> float:
        crops = source(folder, replace(PLAIN, crop_height_px=32, crop_width_px=32, rare=rare))
        return np.mean(
            [(crops.crop(n, np.random.default_rng(n))[1] == 2).any() for n in range(150)]
        )

    assert share(1.0) > share(0.0) + 0.1


def test_all_files_are_read_before_the_first_crop(folder: Path) -> None:
    (folder / 'labels' / '08.png').write_bytes(b'no image')
    with pytest.raises(InputError, match='08.png cannot be read'):
        source(folder, PLAIN)


def test_labels_that_are_all_ignored_are_refused() -> None:
    nothing = Sample('a', np.zeros((9, 9, 3), np.uint8), np.full((9, 9), IGNORED, np.uint8))
    with pytest.raises(InputError, match='no pixel is left to train on'):
        of_one(nothing, PLAIN)
