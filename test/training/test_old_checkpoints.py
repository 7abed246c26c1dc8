# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Runs that version 0.1 wrote can be resumed, exported and fine-tuned.

Then the moving average was a plain copy of the network and the learning rate was set by hand, so
the optimizer has no `initial_lr`; the first files have no `begin_with` either.
"""

from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from training_fixtures import start

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.errors import ParameterError  # noqa: E402
from seg_ros.training.config import TrainingConfig  # noqa: E402
from seg_ros.training.saved_run import open_saved_run  # noqa: E402
from seg_ros.training.training import Training  # noqa: E402

RECIPE = {
    'net': 'micro',
    'encoder': 'mobilenet_v2',
    'width': 1.0,
    'stride': '16',
    'only': '',
    'crop_height_px': 32,
    'crop_width_px': 32,
    'scale': 1.0,
    'zoom': 1.5,
    'turn_deg': 10.0,
    'flip': 'sideways',
    'light': 1.0,
    'rare': 0.4,
    'steps': 6,
    'batch': 4,
    'rate': 0.003,
    'decay': 0.01,
    'warm_up': 0.05,
    'class_weights': 'bounded',
    'dice': 0.0,
    'average': 0.5,
    'validate_every': 2,
    'seed': 0,
}
CONFIG = TrainingConfig(**RECIPE, blank=0.0, begin_with='none')
STEP = 3


def in_plain_parts(content: object) -> object:
    """Return a copy that shares no tensor with the original."""
    if isinstance(content, torch.Tensor):
        return content.clone()
    if isinstance(content, dict):
        return {key: in_plain_parts(value) for key, value in content.items()}
    return [in_plain_parts(item) for item in content] if isinstance(content, list) else content


def write_old_run(folder: Path, out: Path, training: Training) -> None:
    """Write the files of version 0.1 after three steps of a training."""
    steps = training.steps()
    assert len(list(islice(steps, STEP))) == STEP
    optimizer = training._optimizer.state_dict()
    groups = [
        {key: value for key, value in group.items() if key != 'initial_lr'}
        for group in optimizer['param_groups']
    ]
    common = {
        'version': 1,
        'recipe': RECIPE,
        'plan': {'folder': str(folder), 'dataset': '', 'validation': '', 'every': 5},
        'step': STEP,
        'channels': 3,
    }
    run = {
        **common,
        'net': training._net.state_dict(),
        'mean': training.mean.state_dict(),
        'losses': training._losses,
        'optimizer': {'state': optimizer['state'], 'param_groups': groups},
        'history': training.history,
    }
    out.mkdir()
    torch.save(in_plain_parts(run), out / 'checkpoint.pt')
    best = {**common, 'net': training.mean.state_dict()}
    torch.save(in_plain_parts(best), out / 'best.pt')


def test_a_resumed_old_run_ends_at_the_weights_of_an_uninterrupted_one(
    folder: Path, tmp_path: Path
) -> None:
    training = start(folder, tmp_path / 'whole', CONFIG)
    write_old_run(folder, tmp_path / 'old', training)
    resumed = start(folder, tmp_path / 'old', CONFIG)
    resumed.resume()
    assert [done.step for done in resumed.steps()] == [4, 5, 6]
    uninterrupted = start(folder, tmp_path / 'again', CONFIG)
    list(uninterrupted.steps())
    assert resumed.history == uninterrupted.history
    for ours, expected in (
        (resumed._net, uninterrupted._net),
        (resumed.mean, uninterrupted.mean),
    ):
        expected_weights = expected.state_dict()
        assert all(
            torch.equal(weight, expected_weights[name])
            for name, weight in ours.state_dict().items()
        )


def test_an_old_run_is_refused_where_a_newer_option_differs_from_its_default(
    folder: Path, tmp_path: Path
) -> None:
    write_old_run(folder, tmp_path / 'old', start(folder, tmp_path / 'whole', CONFIG))
    other = start(folder, tmp_path / 'old', replace(CONFIG, begin_with='weeds_micro'))
    with pytest.raises(ParameterError, match="--init must stay 'none' when a run is resumed"):
        other.resume()


def test_the_best_network_of_an_old_run_is_opened_and_initializes_another(
    folder: Path, tmp_path: Path
) -> None:
    training = start(folder, tmp_path / 'whole', CONFIG)
    write_old_run(folder, tmp_path / 'old', training)
    weights = {name: weight.clone() for name, weight in training.mean.state_dict().items()}
    opened = open_saved_run(tmp_path / 'old')
    assert (opened.step, opened.config.begin_with) == (STEP, 'none')
    pixels = torch.from_numpy(np.zeros((1, 3, 32, 32), np.float32))
    assert opened.net(pixels).shape == (1, 3, 16, 16)
    finetuned = start(folder, tmp_path / 'next', replace(CONFIG, begin_with=str(tmp_path / 'old')))
    for net in (opened.net, finetuned.mean):
        assert all(torch.equal(weight, weights[name]) for name, weight in net.state_dict().items())
