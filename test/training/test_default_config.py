# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Options that fit the data and the initial weights."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.config import DataConfig, TrainingConfig  # noqa: E402
from seg_ros.training.default_config import default_config, default_every  # noqa: E402

PLANTS, STREET = 'label_set: soil_weed_crop', 'label_set: camvid'
NAMED = 'classes: [{name: soil}, {name: weed}]'


def written(folder: Path, description: str, size: tuple[int, int], count: int = 2) -> DataConfig:
    """Write images of one label id, and their description."""
    for name, channels in (('images', 3), ('labels', 1)):
        (folder / name).mkdir(parents=True)
        for number in range(count):
            pixels = np.zeros((*size, channels), np.uint8)
            cv2.imwrite(str(folder / name / f'{number}.png'), pixels)
    (folder / 'dataset.yaml').write_text(description)
    return DataConfig(str(folder))


def test_the_defaults_are_those_of_the_simulated_field() -> None:
    assert default_config(DataConfig(), '') == TrainingConfig()


def test_plants_are_turned_in_all_directions_and_streets_stay_upright(tmp_path: Path) -> None:
    plants = default_config(written(tmp_path / 'plants', PLANTS, (30, 40)), '')
    named = default_config(written(tmp_path / 'named', NAMED, (30, 40)), '')
    street = default_config(written(tmp_path / 'street', STREET, (30, 40)), '')
    assert plants == named == replace(TrainingConfig(), turn_deg=180.0, flip='both')
    assert street == TrainingConfig()


@pytest.mark.parametrize(
    'size, scale', [((480, 640), 1.0), ((1224, 1632), 0.5), ((3000, 4000), 0.25)]
)
def test_large_images_are_reduced(tmp_path: Path, size: tuple[int, int], scale: float) -> None:
    assert default_config(written(tmp_path / 'photos', STREET, size), '').scale == scale


def test_the_architecture_is_that_of_the_initial_weights() -> None:
    assert default_config(DataConfig(), 'weeds_micro') == TrainingConfig(
        net='micro', begin_with='weeds_micro'
    )


@pytest.mark.parametrize('count, every', [(2, 2), (3, 3), (5, 5), (9, 5)])
def test_few_images_keep_one_for_validation(tmp_path: Path, count: int, every: int) -> None:
    data_config = written(tmp_path / 'photos', PLANTS, (6, 8), count)
    assert default_every(data_config) == every
    assert default_every(replace(data_config, validation='other')) == 5
