# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Cells and pixels on one line, by eye."""

from fractions import Fraction

import numpy as np
import pytest

from seg_ros.vision.axis import Axis


@pytest.mark.parametrize('cells, pixels, scale, seen, first_pixels', [
    (4, 8, Fraction(2), 4, [1, 3, 5, 7]),
    (4, 12, Fraction(3), 4, [1, 4, 7, 10]),
    (4, 6, Fraction(2), 4, [1, 3, 5, 7]),
    (4, 5, Fraction(2), 3, [1, 3, 5, 7]),
    (4, 3, Fraction(2), 2, [1, 3, 5, 7]),
    (4, 4, Fraction(1), 4, [0, 1, 2, 3]),
    (4, 2, Fraction(1, 2), 4, [0, 1, 1, 2]),
    (2, 15, Fraction(15, 2), 2, [4, 11]),
    (1, 1, Fraction(1), 1, [0]),
])
def test_axis(cells, pixels, scale, seen, first_pixels) -> None:
    axis = Axis(cells, pixels, scale)
    assert axis.seen == seen
    assert [axis.first_pixel(cell) for cell in range(len(first_pixels))] == first_pixels


@pytest.mark.parametrize('cells, pixels, scale', [(2, 5, 2), (2, 0, 2), (0, 1, 2)])
def test_axis_refuses_pixels_without_cells(cells, pixels, scale) -> None:
    with pytest.raises(ValueError, match='pixels must be 1 to cells'):
        Axis(cells, pixels, Fraction(scale))


def test_cell_under_a_pixel_is_that_of_its_centre() -> None:
    axis = Axis(3, 7, Fraction(7, 3))
    assert axis.cell_under(np.arange(7)).tolist() == [0, 0, 1, 1, 1, 2, 2]


def test_a_pixel_lies_between_the_centres_of_two_cells() -> None:
    before, after, nearness = Axis(3, 6, Fraction(2)).around(np.arange(6))
    assert before.tolist() == [0, 0, 0, 1, 1, 2]
    assert after.tolist() == [0, 1, 1, 2, 2, 2]
    assert nearness.tolist() == [0.75, 0.25, 0.75, 0.25, 0.75, 0.25]
