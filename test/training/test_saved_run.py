# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Networks of saved runs, and their options."""

from dataclasses import asdict, fields
from pathlib import Path

import pytest
from training_fixtures import option_named

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.errors import InputError, ParameterError  # noqa: E402
from seg_ros.training.checkpoint import LATEST, save  # noqa: E402
from seg_ros.training.config import DataConfig, TrainingConfig  # noqa: E402
from seg_ros.training.saved_run import (  # noqa: E402
    open_saved_run,
    refuse_changes,
    saved_configs,
)

MICRO = TrainingConfig(net='micro', crop_height_px=32, crop_width_px=32, batch=2)


def test_a_run_without_validation_has_no_best_network(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='best.pt does not exist'):
        open_saved_run(tmp_path)


@pytest.mark.parametrize('name', [field.name for field in (*fields(MICRO), *fields(DataConfig()))])
def test_an_option_that_differs_from_the_checkpoint_is_refused_by_its_name(name: str) -> None:
    content = {'recipe': asdict(MICRO), 'plan': asdict(DataConfig())}
    refuse_changes(content, MICRO, DataConfig())
    content['recipe' if name in content['recipe'] else 'plan'][name] = 'other'
    option = option_named(name)
    with pytest.raises(ParameterError, match=f"^{option} must stay 'other' when a run is resumed"):
        refuse_changes(content, MICRO, DataConfig())


def test_the_options_of_a_run_that_can_be_resumed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='checkpoint.pt does not exist'):
        saved_configs(tmp_path)
    data_config = DataConfig('photos', every=3)
    content = {'recipe': asdict(MICRO), 'plan': asdict(data_config)}
    save(tmp_path / LATEST, content)
    assert saved_configs(tmp_path) == (MICRO, data_config)
