# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Training data and validation data."""

from pathlib import Path

import numpy as np
import pytest

from seg_ros.errors import ParameterError
from seg_ros.training.config import DataConfig, TrainingConfig
from seg_ros.training.data.open_dataset import open_data, open_validation

CONFIG = TrainingConfig(crop_height_px=32, crop_width_px=32)


def test_validation_images_are_not_trained_on(folder: Path) -> None:
    data_config = DataConfig(str(folder), every=5)
    data, validation = open_data(data_config, CONFIG), open_validation(data_config, CONFIG)
    assert [sample.name for sample in validation.samples] == ['00', '05']
    assert len(data.source.counts) == 8
    assert np.array_equal(data.counts, data.source.counts.sum(axis=0))
    assert data.licence == validation.licence == 'CC0'


def test_another_folder_for_validation(folder: Path) -> None:
    data_config = DataConfig(str(folder), validation=str(folder))
    assert len(open_data(data_config, CONFIG).source.counts) == 10
    assert len(open_validation(data_config, CONFIG).samples) == 10


def test_the_simulated_field_cannot_be_scaled() -> None:
    with pytest.raises(ParameterError, match='--scale must be 1 without a FOLDER, got 0.5'):
        open_data(DataConfig(), TrainingConfig(scale=0.5))


def test_one_class_against_all_others(folder: Path) -> None:
    config = TrainingConfig(crop_height_px=32, crop_width_px=32, only='red')
    data = open_data(DataConfig(str(folder)), config)
    assert [label.name for label in data.label_map.network_label_set.classes] == ['not_red', 'red']
    assert data.counts.tolist()[1] > 0 and len(data.counts) == 2
