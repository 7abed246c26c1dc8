# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A surface over a square, by eye."""

import numpy as np
import pytest

from seg_ros.vision.bilinear import powers_of, surfaces_over


def corners(*rows: tuple[float, float]) -> np.ndarray:
    return np.array(rows, np.float32).reshape(4, 1)


@pytest.mark.parametrize('square, expected', [
    (corners((0, 4), (0, 4)), [[0, 1, 2, 3], [0, 1, 2, 3]]),
    (corners((0, 0), (4, 4)), [[0, 0, 0, 0], [2, 2, 2, 2]]),
    (corners((0, 0), (0, 8)), [[0, 0, 0, 0], [0, 1, 2, 3]]),
])
def test_four_columns_and_two_rows(square: np.ndarray, expected: list) -> None:
    powers = powers_of(2, 0.5, 4, 0.25)
    surface = surfaces_over(square, np.zeros(1), np.zeros(1))
    assert (surface.T @ powers).reshape(2, 4).tolist() == expected


def test_the_first_pixel_may_lie_within() -> None:
    surface = surfaces_over(corners((0, 4), (8, 12)), np.array([0.5]), np.array([0.25]))
    assert (surface.T @ powers_of(1, 1.0, 2, 0.5)).tolist() == [[5, 7]]
