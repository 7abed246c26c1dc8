# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A surface over a square, by eye."""

import numpy as np
import pytest

from seg_ros.segmentation.decode.bilinear import evaluate, powers_of, surfaces_over


def corners(*rows: tuple[float, float]) -> np.ndarray:
    return np.array(rows, np.float32).reshape(4, 1)


@pytest.mark.parametrize(
    'square, expected',
    [
        (corners((0, 4), (0, 4)), [[0, 1, 2, 3], [0, 1, 2, 3]]),
        (corners((0, 0), (4, 4)), [[0, 0, 0, 0], [2, 2, 2, 2]]),
        (corners((0, 0), (0, 8)), [[0, 0, 0, 0], [0, 1, 2, 3]]),
    ],
)
def test_four_columns_and_two_rows(square: np.ndarray, expected: list) -> None:
    powers = powers_of(2, 0.5, 4, 0.25)
    surface = surfaces_over(square, np.array([0.25]), np.array([0.375]))
    assert (surface.T @ powers).reshape(2, 4).tolist() == expected


def test_the_first_pixel_may_lie_within() -> None:
    surface = surfaces_over(corners((0, 4), (8, 12)), np.array([0.5]), np.array([0.5]))
    assert (surface.T @ powers_of(1, 1.0, 2, 0.5)).tolist() == [[5, 7]]


def test_what_differs_by_4e_7_of_the_largest_score_is_told_apart() -> None:
    random = np.random.default_rng(0)
    one, other = (
        random.choice(np.float32([-1, 1]), (4, 20_000))
        * random.uniform(0.999, 1, (4, 20_000)).astype(np.float32)
        for _ in range(2)
    )
    middle = np.full(20_000, 0.5)
    ahead = np.empty((20_000, 64), np.float32)
    evaluate(surfaces_over(one - other, middle, middle), powers_of(8, 1 / 8, 8, 1 / 8), ahead)
    y, x = (np.indices((8, 8)).reshape(2, -1) + 0.5) / 8
    weights = np.array([(1 - y) * (1 - x), (1 - y) * x, y * (1 - x), y * x])
    exact = (one.astype(float) - other).T @ weights
    assert np.abs(ahead - exact).max() < 4e-7
