# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Learning rate, validations, end of a run, and weight decay."""

from dataclasses import replace

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.config import TrainingConfig  # noqa: E402
from seg_ros.training.schedule import optimizer_for, Schedule, set_rate  # noqa: E402

CONFIG = TrainingConfig(steps=110, warm_up=10 / 110, rate=1.0, decay=0.1)
BY_CLOCK = TrainingConfig(minutes=110 / 60, warm_up=10 / 110, rate=1.0)


@pytest.mark.parametrize(
    'done, rate', [(0, 0.1), (4, 0.5), (9, 1.0), (10, 1.0), (60, 0.5), (109, 0.00025)]
)
@pytest.mark.parametrize('config', [CONFIG, BY_CLOCK], ids=['steps', 'seconds'])
def test_linear_warm_up_and_cosine_decay(config: TrainingConfig, done: int, rate: float) -> None:
    assert Schedule(config).rate(done) == pytest.approx(rate, abs=1e-4)


def test_without_a_warm_up() -> None:
    assert Schedule(TrainingConfig(steps=10, warm_up=0.0, rate=0.5)).rate(0) == 0.5


def test_a_run_is_done_by_steps_or_by_seconds() -> None:
    assert Schedule(CONFIG).total == 110 and Schedule(BY_CLOCK).total == pytest.approx(110.0)
    assert Schedule(CONFIG).done(7, 99.0) == 7
    assert Schedule(BY_CLOCK).done(7, 99.0) == 99.0
    assert Schedule(BY_CLOCK).done(7, 111.0) == pytest.approx(110.0)


@pytest.mark.parametrize(
    'step, validated, done, is_due',
    [(1, 0.0, 10.9, False), (2, 10.9, 11.1, True), (3, 11.1, 40.0, True), (4, 40.0, 43.9, False)],
)
def test_validation_at_every_tenth_of_the_time(
    step: int, validated: float, done: float, is_due: bool
) -> None:
    assert Schedule(BY_CLOCK).is_validation_due(step, validated, done) == is_due


def test_validation_after_a_number_of_steps_and_at_the_end() -> None:
    schedule = Schedule(replace(CONFIG, validate_every=30))
    due = [step for step in range(1, 111) if schedule.is_validation_due(step, step - 1, step)]
    assert due == [30, 60, 90, 110]


@pytest.mark.parametrize(
    'mious, is_exhausted',
    [
        ([], False),
        ([0.5, 0.4], False),
        ([0.5, 0.4, 0.5], True),
        ([0.5, 0.4, 0.6], False),
        ([0.5, 0.6, 0.5], False),
        ([0.5, 0.6, 0.5, 0.6], True),
    ],
)
def test_patience_of_two_validations(mious: list, is_exhausted: bool) -> None:
    assert Schedule(replace(CONFIG, patience=2)).is_exhausted(mious) == is_exhausted
    assert not Schedule(CONFIG).is_exhausted(mious)


def test_only_kernels_have_weight_decay() -> None:
    net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 1), torch.nn.BatchNorm2d(4))
    groups = optimizer_for(net, CONFIG).param_groups
    assert [
        (group['weight_decay'], [tuple(weight.shape) for weight in group['params']])
        for group in groups
    ] == [(0.1, [(4, 3, 1, 1)]), (0.0, [(4,), (4,), (4,)])]


def test_the_rate_is_set_for_all_parameters() -> None:
    optimizer = optimizer_for(torch.nn.Conv2d(1, 1, 1), CONFIG)
    set_rate(optimizer, 0.25)
    assert [group['lr'] for group in optimizer.param_groups] == [0.25, 0.25]
