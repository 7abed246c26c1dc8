# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Gaps between cells, by eye."""

from fractions import Fraction

import numpy as np
import pytest

from seg_ros.segmentation.decode.axis import Axis
from seg_ros.segmentation.decode.gaps import gaps


def test_gaps_of_whole_cells_stand_in_one_row() -> None:
    # Pixels 0 | 1 2 | 3 4 | 5: centres of the cells lie between 0 and 1, 2 and 3, 4 and 5.
    axis = Axis(3, 6, Fraction(2))
    found = gaps(axis, axis.whole)
    assert found.ends.tolist() == [0, 0, 1, 2, 2]
    assert found.middles.tolist() == [0.5] * 4 and found.step == 0.5
    assert found.width == 2 and found.pixels == slice(1, 7)


def test_where_gaps_differ_in_width_pixels_are_named_one_by_one() -> None:
    # Centres of the cells at 0.33, 2.0 and 3.67: the gaps hold the pixels 0 | 1 | 2 3 | 4.
    axis = Axis(3, 5, Fraction(5, 3))
    found = gaps(axis, axis.whole)
    assert found.width == 2
    row = np.full(found.width * len(found.middles), -1)
    row[found.pixels] = range(5)
    assert sorted(row[row >= 0].tolist()) == list(range(5))
    places = (
        found.ends[:-1].repeat(2)[found.pixels]
        + (found.middles[:, np.newaxis] + [-found.step / 2, found.step / 2]).ravel()[found.pixels]
    )
    inside = slice(1, -1)
    exact = (np.arange(5) + 0.5) / float(axis.scale) - 0.5
    assert places[inside] == pytest.approx(exact[inside])


def test_a_part_of_the_cells_has_the_gaps_between_them_alone() -> None:
    axis = Axis(6, 24, Fraction(4))
    found = gaps(axis, axis.span(2, 4))
    assert found.ends.tolist() == [0, 1, 2]
    assert found.pixels == slice(0, 8)


def test_one_cell_has_a_gap_on_either_side() -> None:
    axis = Axis(1, 4, Fraction(4))
    found = gaps(axis, axis.whole)
    assert found.ends.tolist() == [0, 0, 0]
    assert found.pixels == slice(2, 6)
