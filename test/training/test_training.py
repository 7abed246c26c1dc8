# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A run can be interrupted and resumed, with the same weights at the end."""

from dataclasses import replace
from itertools import islice
from pathlib import Path
from time import monotonic

import numpy as np
import pytest
from training_fixtures import start

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.errors import InputError, ParameterError  # noqa: E402
from seg_ros.training.checkpoint import LATEST, load  # noqa: E402
from seg_ros.training.config import DataConfig, TrainingConfig  # noqa: E402
from seg_ros.training.data.open_dataset import open_data, open_validation  # noqa: E402
from seg_ros.training.evaluation_results import EvaluationSummary  # noqa: E402
from seg_ros.training.saved_run import open_saved_run  # noqa: E402
from seg_ros.training.training import Training  # noqa: E402

SHORT = TrainingConfig(
    net='micro',
    crop_height_px=32,
    crop_width_px=32,
    batch=4,
    steps=6,
    validate_every=4,
    average=0.5,
)


def weights(out: Path) -> dict:
    content = load(out / LATEST)
    return {**content['net'], **{f'mean {key}': value for key, value in content['mean'].items()}}


@pytest.mark.parametrize(
    'config',
    [
        SHORT,
        replace(SHORT, net='deeplab', width=0.25, stride='8', dice=1.0),
    ],
    ids=['micro', 'deeplab with dropout'],
)
@pytest.mark.parametrize('stop', [3, 4])
def test_a_resumed_run_ends_with_the_same_weights_bit_for_bit(
    folder: Path, tmp_path: Path, config: TrainingConfig, stop: int
) -> None:
    assert [done.step for done in start(folder, tmp_path / 'whole', config).steps()] == [
        1,
        2,
        3,
        4,
        5,
        6,
    ]
    first = start(folder, tmp_path / 'parts', config).steps()
    assert len(list(islice(first, stop))) == stop
    first.close()
    second = start(folder, tmp_path / 'parts', config)
    second.resume()
    assert [done.step for done in second.steps()] == list(range(stop + 1, 7))
    whole, parts = weights(tmp_path / 'whole'), weights(tmp_path / 'parts')
    assert whole.keys() == parts.keys()
    assert all(torch.equal(whole[name], parts[name]) for name in whole)
    assert (
        load(tmp_path / 'whole' / LATEST)['history']
        == load(tmp_path / 'parts' / LATEST)['history']
    )


def test_minutes_end_a_run_that_can_be_resumed(folder: Path, tmp_path: Path) -> None:
    def by_clock() -> Training:
        # A step takes a second, and so does the validation after it.
        return start(folder, tmp_path / 'run', config, iter(range(100)).__next__)

    config = replace(SHORT, steps=0, minutes=0.1, validate_every=0)
    first = by_clock()
    steps = first.steps()
    assert [done.miou is not None for done in islice(steps, 2)] == [True, True]
    steps.close()
    second = by_clock()
    second.resume()
    assert (second.step, second.elapsed_s) == (2, 4.0)
    assert [done.miou is not None for done in second.steps()] == [True]
    assert (second.step, second.done, second.is_complete) == (3, 6.0, True)
    assert [entry['step'] for entry in second.history] == [1, 2, 3]


def test_a_long_validation_is_not_followed_by_another(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]
    train_step, validate = Training._train_step, Training.validate

    def step_of_a_second(training: Training, batch: tuple) -> float:
        now[0] += 1.0
        return train_step(training, batch)

    def validation_of_nine(training: Training) -> EvaluationSummary:
        now[0] += 9.0
        return validate(training)

    monkeypatch.setattr(Training, '_train_step', step_of_a_second)
    monkeypatch.setattr(Training, 'validate', validation_of_nine)
    config = replace(SHORT, steps=0, minutes=1.0, validate_every=0)
    training = start(folder, tmp_path / 'run', config, lambda: now[0])
    steps = [done.miou is not None for done in training.steps()]
    # Validations after 6 s, 18, 30, 42 and 54 s, and at the end.
    assert [step for step, validated in enumerate(steps, 1) if validated] == [6, 9, 12, 15, 18]


def test_training_ends_when_validation_no_longer_improves(folder: Path, tmp_path: Path) -> None:
    # With an average of all steps, hardly anything changes.
    config = replace(SHORT, steps=40, average=0.99999, rate=1e-7, validate_every=1, patience=3)
    training = start(folder, tmp_path / 'run', config)
    mious = [done.miou for done in training.steps()]
    assert len(mious) < 40 and training.is_complete
    assert max(mious[-3:]) <= max(mious[:-3])


def test_training_separates_the_colors(folder: Path, tmp_path: Path) -> None:
    config = replace(SHORT, steps=80, batch=8, rate=0.01, light=0.2, validate_every=40)
    training = start(folder, tmp_path / 'run', config)
    mious = [done.miou for done in training.steps() if done.miou is not None]
    assert mious[-1] > 0.8
    assert training.history[-1]['iou'].keys() == {'gray', 'red', 'blue'}
    assert training.history[-1]['loss'] < training.history[0]['loss']
    assert len(training.validate().worst) == 2


def test_one_class_is_trained_as_one_channel(folder: Path, tmp_path: Path) -> None:
    training = start(folder, tmp_path / 'run', replace(SHORT, only='red'))
    list(training.steps())
    assert training.history[-1]['iou'].keys() == {'not_red', 'red'}
    saved = open_saved_run(tmp_path / 'run')
    assert saved.net(torch.zeros(1, 3, 32, 32)).shape == (1, 1, 16, 16)
    assert (saved.config.only, saved.data_config.folder) == ('red', str(folder))


def test_a_run_is_not_resumed_with_other_options(folder: Path, tmp_path: Path) -> None:
    list(start(folder, tmp_path / 'run', SHORT).steps())
    other = start(folder, tmp_path / 'run', replace(SHORT, rate=0.1))
    with pytest.raises(
        ParameterError, match='--lr must stay 0.001 when a run is resumed, got 0.1'
    ):
        other.resume()


def test_a_loss_that_is_not_finite_is_refused(folder: Path, tmp_path: Path) -> None:
    data_config = DataConfig(str(folder))
    data = replace(open_data(data_config, SHORT), counts=np.array([np.nan, 1.0, 1.0]))
    training = Training(
        SHORT, data_config, data, open_validation(data_config, SHORT).samples, tmp_path, monotonic
    )
    with pytest.raises(InputError, match='the loss must stay finite, got nan at step 0'):
        next(training.steps())


def test_a_run_can_be_initialized_with_another(folder: Path, tmp_path: Path) -> None:
    list(start(folder, tmp_path / 'first', SHORT).steps())
    first = open_saved_run(tmp_path / 'first').net.state_dict()
    second = start(folder, tmp_path / 'second', replace(SHORT, begin_with=str(tmp_path / 'first')))
    assert all(
        torch.equal(first[name], weight) for name, weight in second.mean.state_dict().items()
    )
