# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The learning rate, and what it moves."""

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.config import TrainingConfig  # noqa: E402
from seg_ros.training.schedule import (  # noqa: E402
    optimizer_for,
    rate_factor,
    schedule_for,
    set_step,
)

RECIPE = TrainingConfig(steps=110, warm_up=10 / 110, rate=1.0, decay=0.1)


@pytest.mark.parametrize(
    'step, rate', [(0, 0.1), (4, 0.5), (9, 1.0), (10, 1.0), (60, 0.5), (109, 0.00025)]
)
def test_a_warm_up_and_half_a_cosine(step: int, rate: float) -> None:
    assert rate_factor(step, RECIPE) == pytest.approx(rate, abs=1e-4)


def test_without_a_warm_up() -> None:
    assert rate_factor(0, TrainingConfig(steps=10, warm_up=0.0)) == 1.0


def test_only_kernels_decay() -> None:
    net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 1), torch.nn.BatchNorm2d(4))
    groups = optimizer_for(net, RECIPE).param_groups
    assert [
        (group['weight_decay'], [tuple(weight.shape) for weight in group['params']])
        for group in groups
    ] == [(0.1, [(4, 3, 1, 1)]), (0.0, [(4,), (4,), (4,)])]


def test_a_schedule_that_is_put_to_a_step_goes_on_as_one_that_came_there() -> None:
    def rates(start: int) -> list[float]:
        net = torch.nn.Conv2d(1, 1, 1)
        optimizer = optimizer_for(net, RECIPE)
        schedule = schedule_for(optimizer, RECIPE)
        if start:
            set_step(schedule, start)
        seen = []
        for _ in range(start, 20):
            seen.append(optimizer.param_groups[0]['lr'])
            optimizer.step()
            schedule.step()
        return seen

    assert rates(7) == rates(0)[7:]
