# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Which rays of a polar grid of three meet a place."""

from math import pi

import numpy as np
import pytest

from seg_ros.free_space.polar_grid import PolarGrid
from seg_ros.free_space.polar_lookup import polar_lookup_of

QUARTERS = PolarGrid(
    foot_m=np.array([1.0, 0.0]),
    edges_m=np.arange(5.0),
    angles_rad=np.array([0.0, pi / 2, pi]),
    visible=np.array([[0, 0, 0], [1, 1, 1], [1, 1, 1], [1, 1, 0]], bool),
    maps=(),
)
"""Seen from 1 m off the foot point at (1, 0) to 4 m, but to the right only to 3 m."""


@pytest.mark.parametrize(
    'place, ray, range_m, in_view',
    [
        ((3.0, 1.0), 0, 5**0.5, True),
        ((1.5, 0.5), 0, 0.5**0.5, False),
        ((1.0, 3.9), 1, 3.9, False),
        ((1.1, 3.9), 0, 3.9, True),
        ((-1.0, 0.5), 1, 4.25**0.5, True),
        ((3.0, -1.0), 0, 5**0.5, False),
    ],
)
def test_a_place_lies_between_two_rays(place, ray, range_m, in_view) -> None:
    lookup = polar_lookup_of(QUARTERS, np.array([place]))
    assert lookup.in_view.tolist() == [in_view] and lookup.rays.tolist() == [ray]
    np.testing.assert_allclose(lookup.ranges_m, [range_m], rtol=0.01)


def test_the_nearer_end_of_both_counts() -> None:
    places = np.array([[[3.0, 1.0], [-1.0, 1.0]]])
    lookup = polar_lookup_of(QUARTERS, places)
    assert lookup.boundary_m(np.array([2.0, np.inf, 3.0])).tolist() == [[2.0, 3.0]]
    assert lookup.select(lookup.rays == 1).ranges_m.tolist() == [pytest.approx(5**0.5)]


def test_a_whole_circle_has_no_seam() -> None:
    angles_rad = np.linspace(-pi, pi, 9)
    polar_grid = PolarGrid(np.zeros(2), np.arange(3.0), angles_rad, np.ones((2, 9), bool), ())
    turns = np.linspace(0.0, 2.0 * pi, 50)
    lookup = polar_lookup_of(polar_grid, np.stack([np.cos(turns), np.sin(turns)], axis=-1))
    assert lookup.in_view.all() and set(lookup.rays.tolist()) == set(range(8))
