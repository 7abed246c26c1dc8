# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What is learnt from, and what is kept."""

from pathlib import Path

import numpy as np
import pytest

from seg_ros.errors import ParameterError
from seg_ros.training.config import DataPlan, TrainingConfig
from seg_ros.training.data.open_dataset import open_data, open_validation

RECIPE = TrainingConfig(crop_height_px=32, crop_width_px=32)


def test_what_is_kept_is_not_learnt_from(folder: Path) -> None:
    plan = DataPlan(str(folder), every=5)
    data, kept = open_data(plan, RECIPE), open_validation(plan, RECIPE)
    assert [sample.name for sample in kept.samples] == ['00', '05']
    assert len(data.source.counts) == 8
    assert np.array_equal(data.counts, data.source.counts.sum(axis=0))
    assert data.licence == kept.licence == 'CC0'


def test_a_folder_of_its_own_for_validation(folder: Path) -> None:
    plan = DataPlan(str(folder), validation=str(folder))
    assert len(open_data(plan, RECIPE).source.counts) == 10
    assert len(open_validation(plan, RECIPE).samples) == 10


def test_the_digital_field_comes_as_it_is() -> None:
    with pytest.raises(ParameterError, match='--scale must be 1 without a FOLDER, got 0.5'):
        open_data(DataPlan(), TrainingConfig(scale=0.5))


def test_one_class_against_the_rest(folder: Path) -> None:
    recipe = TrainingConfig(crop_height_px=32, crop_width_px=32, only='red')
    data = open_data(DataPlan(str(folder)), recipe)
    assert [label.name for label in data.legend.learnt.classes] == ['not_red', 'red']
    assert data.counts.tolist()[1] > 0 and len(data.counts) == 2
