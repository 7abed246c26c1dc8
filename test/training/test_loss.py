# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Losses by hand."""

from math import log

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.loss import as_candidates, dice_loss, loss  # noqa: E402

ONES = torch.ones(2)


def scores(*values: float) -> 'torch.Tensor':
    """Return (1, 2, 1, N) scores whose second channel has probability `values`."""
    chances = torch.tensor(values)
    return torch.stack((torch.log(1 - chances), torch.log(chances)))[None, :, None]


def test_cross_entropy_leaves_ignored_pixels_out() -> None:
    channels = torch.tensor([[[1, 0, 255]]])
    expected = -(log(0.8) + log(0.6)) / 2
    assert loss(scores(0.8, 0.4, 0.1), channels, ONES, 0.0).item() == pytest.approx(expected)


def test_weights_by_hand() -> None:
    channels = torch.tensor([[[1, 0]]])
    # Odds of 0.8 : 0.2 and of 0.4 : 0.6, each times 3.
    expected = -(3 * log(12 / 13) + log(1 / 3)) / 4
    value = loss(scores(0.8, 0.4), channels, torch.tensor([1.0, 3.0]), 0.0)
    assert value.item() == pytest.approx(expected)


def test_true_odds_cost_least_in_spite_of_weights() -> None:
    channels = torch.tensor([[[1, 0, 0, 0]]])
    costs = {
        chance: loss(scores(*[chance] * 4), channels, torch.tensor([0.5, 5.0]), 0.0).item()
        for chance in (0.2, 0.25, 0.3)
    }
    assert min(costs, key=costs.get) == 0.25


def test_a_class_that_never_occurs_is_learnt_to_be_unlikely() -> None:
    known = torch.zeros(1, 2, 1, 1, requires_grad=True)
    loss(known, torch.tensor([[[0]]]), torch.tensor([1.0, 0.0]), 0.0).backward()
    assert known.grad.flatten().tolist() == pytest.approx([-0.5, 0.5])


def test_nothing_to_learn_costs_nothing() -> None:
    assert loss(scores(0.8), torch.tensor([[[255]]]), ONES, 0.0).item() == 0.0


def test_one_score_competes_with_none() -> None:
    rivals = as_candidates(torch.tensor([[[[log(4.0)]]]]))
    assert rivals.softmax(1).flatten().tolist() == pytest.approx([0.2, 0.8])


@pytest.mark.parametrize(
    'chances, expected',
    [
        ((1.0, 0.0, 0.3), 0.0),
        ((0.0, 1.0, 0.3), 1.0),
        ((1.0, 1.0, 0.3), 1 - (2 / 3 + 0) / 2),
    ],
)
def test_dice_by_hand(chances: tuple, expected: float) -> None:
    channels = torch.tensor([[[1, 0, 255]]])
    value = dice_loss(scores(*chances).clamp(-99, 99), channels, channels != 255)
    assert value.item() == pytest.approx(expected, abs=1e-6)


def test_scores_are_brought_to_the_size_of_the_labels() -> None:
    coarse = torch.tensor([[[[-9.0, 9.0]]]])
    sharp = loss(coarse, torch.tensor([[[0, 0, 1, 1]] * 2]), ONES, 0.0)
    blurred = loss(coarse, torch.tensor([[[1, 1, 0, 0]] * 2]), ONES, 0.0)
    assert sharp < 0.1 < blurred
