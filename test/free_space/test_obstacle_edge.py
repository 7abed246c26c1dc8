# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Rays of eight cells of one metre: where their free ground ends."""

import numpy as np
import pytest

from seg_ros.free_space.obstacle_edge import boundary_m
from seg_ros.free_space.polar_grid import PolarGrid


def end_m(drawing: str, min_obstacle_m: float) -> float:
    """Return the end of one ray between two free ones; . is free, # not, ? out of view."""
    cells = np.array([list('.' * len(drawing)), list(drawing), list('.' * len(drawing))]).T
    polar_grid = PolarGrid(
        np.zeros(2), np.arange(len(drawing) + 1.0), np.arange(3.0), cells != '?', ()
    )
    ends_m = boundary_m(polar_grid, cells == '.', min_obstacle_m)
    assert np.isinf(ends_m[[0, 2]]).all() and ends_m.dtype == np.float32
    return float(ends_m[1])


@pytest.mark.parametrize(
    'drawing, min_obstacle_m, expected_m',
    [
        ('........', 0.0, np.inf),
        ('....#...', 0.0, 4.0),
        ('....#...', 1.0, 4.0),
        ('....#...', 2.0, np.inf),
        ('....##..', 2.0, 4.0),
        ('.....###', 3.0, 5.0),
        ('..#..#..', 2.0, np.inf),
        ('..#..##.', 2.0, 5.0),
        ('..#.##..', 2.0, 2.0),
        ('....#.#.', 4.0, np.inf),
        ('...#.#.#', 3.0, 3.0),
        ('#.......', 2.0, 0.0),
        ('.#......', 2.0, 0.0),
        ('..#.....', 2.0, np.inf),
    ],
)
def test_specks_are_none_and_gaps_do_not_end_an_obstacle(
    drawing, min_obstacle_m, expected_m
) -> None:
    assert end_m(drawing, min_obstacle_m) == expected_m


@pytest.mark.parametrize(
    'drawing, expected_m',
    [
        ('??..##??', 4.0),
        ('??..#...', np.inf),
        ('??#.....', 2.0),
        ('??.#....', 2.0),
        ('......??', np.inf),
        ('?.....##', 6.0),
        ('????????', np.inf),
    ],
)
def test_at_the_near_end_of_the_view_any_length_is_an_obstacle_and_out_of_view_none(
    drawing, expected_m
) -> None:
    assert end_m(drawing, 2.0) == expected_m


def test_long_obstacles_are_found() -> None:
    drawing = '.' * 20 + '#' + '.' * 18 + '#' * 19 + '.' * 30
    assert end_m(drawing, 19.0) == 20.0
    assert end_m(drawing, 18.0) == 39.0
    assert end_m(drawing, 20.0) == 20.0
