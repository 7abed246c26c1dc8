# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Losses, computed by hand."""

from math import log

import pytest

torch = pytest.importorskip('torch', reason='torch is not installed')

from seg_ros.training.loss import class_scores, dice_loss, loss  # noqa: E402

ONES = torch.ones(2)
FIRST = torch.tensor([0])


def scores(*values: float) -> 'torch.Tensor':
    """Return (1, 2, 1, N) scores whose second channel has probability `values`."""
    probabilities = torch.tensor(values)
    return torch.stack((torch.log(1 - probabilities), torch.log(probabilities)))[None, :, None]


def test_cross_entropy_leaves_ignored_pixels_out() -> None:
    channels = torch.tensor([[[1, 0, 255]]])
    expected = -(log(0.8) + log(0.6)) / 2
    assert loss(scores(0.8, 0.4, 0.1), channels, ONES, FIRST, 0.0).item() == pytest.approx(
        expected
    )


def test_weighted_cross_entropy_by_hand() -> None:
    channels = torch.tensor([[[1, 0]]])
    # Odds of 0.8 : 0.2 and of 0.4 : 0.6, each times 3.
    expected = -(3 * log(12 / 13) + log(1 / 3)) / 4
    value = loss(scores(0.8, 0.4), channels, torch.tensor([1.0, 3.0]), FIRST, 0.0)
    assert value.item() == pytest.approx(expected)


def test_class_weights_do_not_bias_the_scores() -> None:
    channels = torch.tensor([[[1, 0, 0, 0]]])
    costs = {
        chance: loss(scores(*[chance] * 4), channels, torch.tensor([0.5, 5.0]), FIRST, 0.0).item()
        for chance in (0.2, 0.25, 0.3)
    }
    assert min(costs, key=costs.get) == 0.25


def test_the_score_of_a_class_without_pixels_decreases() -> None:
    known = torch.zeros(1, 2, 1, 1, requires_grad=True)
    loss(known, torch.tensor([[[0]]]), torch.tensor([1.0, 0.0]), FIRST, 0.0).backward()
    assert known.grad.flatten().tolist() == pytest.approx([-0.5, 0.5])


def test_the_loss_of_ignored_pixels_alone_is_zero() -> None:
    for dice in (0.0, 1.0):
        assert loss(scores(0.8), torch.tensor([[[255]]]), ONES, FIRST, dice).item() == 0.0


def test_blank_pixels_are_of_the_classes_in_no_group() -> None:
    channels = torch.tensor([[[1, 254]]])
    # Class weights are for labeled pixels only.
    weights = torch.tensor([1.0, 3.0])
    expected = -(3 * log(12 / 13) + log(0.6)) / 4
    assert loss(scores(0.8, 0.4), channels, weights, FIRST, 0.0).item() == pytest.approx(expected)
    both = torch.tensor([0, 1])
    expected = -(3 * log(12 / 13) + 0.5 * (log(0.4) + log(0.6))) / 4
    assert loss(scores(0.8, 0.4), channels, weights, both, 0.0).item() == pytest.approx(expected)


def test_a_single_score_is_a_sigmoid_channel() -> None:
    both = class_scores(torch.tensor([[[[log(4.0)]]]]))
    assert both.softmax(1).flatten().tolist() == pytest.approx([0.2, 0.8])


@pytest.mark.parametrize(
    'probabilities, expected',
    [
        ((1.0, 0.0, 0.3), 0.0),
        ((0.0, 1.0, 0.3), 1.0),
        ((1.0, 1.0, 0.3), 1 - (2 / 3 + 0) / 2),
    ],
)
def test_dice_by_hand(probabilities: tuple, expected: float) -> None:
    channels = torch.tensor([[[1, 0, 255]]])
    value = dice_loss(scores(*probabilities).clamp(-99, 99), channels, channels != 255)
    assert value.item() == pytest.approx(expected, abs=1e-6)


def test_scores_are_upsampled_to_the_size_of_the_labels() -> None:
    coarse = torch.tensor([[[[-9.0, 9.0]]]])
    sharp = loss(coarse, torch.tensor([[[0, 0, 1, 1]] * 2]), ONES, FIRST, 0.0)
    blurred = loss(coarse, torch.tensor([[[1, 1, 0, 0]] * 2]), ONES, FIRST, 0.0)
    assert sharp < 0.1 < blurred
