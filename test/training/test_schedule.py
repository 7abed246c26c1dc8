# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Learning rate and weight decay."""

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.config import TrainingConfig  # noqa: E402
from seg_ros.training.schedule import (  # noqa: E402
    optimizer_for,
    rate_factor,
    schedule_for,
    set_step,
)

CONFIG = TrainingConfig(steps=110, warm_up=10 / 110, rate=1.0, decay=0.1)


@pytest.mark.parametrize(
    'step, rate', [(0, 0.1), (4, 0.5), (9, 1.0), (10, 1.0), (60, 0.5), (109, 0.00025)]
)
def test_linear_warm_up_and_cosine_decay(step: int, rate: float) -> None:
    assert rate_factor(step, CONFIG) == pytest.approx(rate, abs=1e-4)


def test_without_a_warm_up() -> None:
    assert rate_factor(0, TrainingConfig(steps=10, warm_up=0.0)) == 1.0


def test_only_kernels_have_weight_decay() -> None:
    net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 1), torch.nn.BatchNorm2d(4))
    groups = optimizer_for(net, CONFIG).param_groups
    assert [
        (group['weight_decay'], [tuple(weight.shape) for weight in group['params']])
        for group in groups
    ] == [(0.1, [(4, 3, 1, 1)]), (0.0, [(4,), (4,), (4,)])]


def test_a_schedule_set_to_a_step_continues_as_one_that_stepped_there() -> None:
    def rates(start: int) -> list[float]:
        net = torch.nn.Conv2d(1, 1, 1)
        optimizer = optimizer_for(net, CONFIG)
        schedule = schedule_for(optimizer, CONFIG)
        if start:
            set_step(schedule, start)
        evaluated = []
        for _ in range(start, 20):
            evaluated.append(optimizer.param_groups[0]['lr'])
            optimizer.step()
            schedule.step()
        return evaluated

    assert rates(7) == rates(0)[7:]
