# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Cells and pixels on one line, by eye."""

from fractions import Fraction

import numpy as np
import pytest

from seg_ros.segmentation.decode.axis import Axis, Span


@pytest.mark.parametrize(
    'cells, pixels, scale, seen',
    [
        (4, 8, Fraction(2), 4),
        (4, 6, Fraction(2), 4),
        (4, 5, Fraction(2), 3),
        (4, 3, Fraction(2), 2),
        (4, 4, Fraction(1), 4),
        (4, 1, Fraction(1), 2),
        (4, 2, Fraction(1, 2), 4),
        (1, 1, Fraction(1), 1),
    ],
)
def test_cells_that_are_seen(cells, pixels, scale, seen) -> None:
    assert Axis(cells, pixels, scale).seen == seen


@pytest.mark.parametrize(
    'cells, pixels, scale, first, last, span',
    [
        # Centres at pixels 0.5, 2.5, 4.5, 6.5 (from 0): 2 lies before the second, 3 behind.
        (4, 8, Fraction(2), 0, 3, Span(0, 3, 0, 8, 0, True)),
        (4, 8, Fraction(2), 0, 1, Span(0, 1, 0, 3, 0, True)),
        (4, 8, Fraction(2), 1, 2, Span(1, 2, 3, 5, 1, True)),
        (4, 8, Fraction(2), 2, 3, Span(2, 3, 5, 8, 1, True)),
        (4, 7, Fraction(2), 2, 3, Span(2, 3, 5, 7, 1, True)),
        # Centres at 1, 4, 7, 10: a pixel on a centre belongs to the cells from there on.
        (4, 12, Fraction(3), 1, 2, Span(1, 2, 4, 7, 1, True)),
        # Every second cell begins where a pixel begins.
        (4, 6, Fraction(3, 2), 1, 2, Span(1, 2, 2, 4, 1, False)),
        (4, 6, Fraction(3, 2), 2, 3, Span(2, 3, 4, 6, 1, True)),
        # Fewer pixels than cells: some decide none.
        (4, 2, Fraction(1, 2), 0, 1, Span(0, 1, 0, 1, 0, True)),
        (4, 2, Fraction(1, 2), 1, 2, Span(1, 2, 1, 1, 1, False)),
    ],
)
def test_span_of_cells(cells, pixels, scale, first, last, span) -> None:
    assert Axis(cells, pixels, scale).span(first, last) == span


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
