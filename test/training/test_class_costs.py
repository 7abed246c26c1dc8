# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Classes of the lowest expected cost."""

import pytest
import torch

from seg_ros.errors import InputError
from seg_ros.training.class_costs import with_costs
from seg_ros.training.config import DataConfig, TrainingConfig
from seg_ros.training.loss import class_scores
from seg_ros.training.nets.build import build
from seg_ros.training.saved_run import SavedRun

MICRO = TrainingConfig(net='micro')


def run(channels: int) -> SavedRun:
    torch.manual_seed(0)
    return SavedRun(build(MICRO, channels).eval(), MICRO, DataConfig(), 1)


@pytest.mark.parametrize('names', [('soil', 'weed', 'crop'), ('other', 'crop')])
def test_the_class_of_the_highest_cost_times_probability_wins(names: tuple[str, ...]) -> None:
    before = run(len(names) if len(names) > 2 else 1)
    after = with_costs(before, names, {'crop': 3.0})
    pixels = torch.randn(1, 3, 32, 32)
    with torch.no_grad():
        probabilities, found = (
            class_scores(each.net(pixels)).softmax(1) for each in (before, after)
        )
    costs = torch.tensor([3.0 if name == 'crop' else 1.0 for name in names])
    weighted = probabilities * costs[:, None, None]
    torch.testing.assert_close(found, weighted / weighted.sum(1, keepdim=True))
    assert torch.equal(before.net(pixels), run(before.net(pixels).shape[1]).net(pixels))


def test_an_unknown_class_is_named() -> None:
    with pytest.raises(InputError, match="classes soil, weed, crop, got 'corn'"):
        with_costs(run(3), ('soil', 'weed', 'crop'), {'crop': 2.0, 'corn': 3.0})
