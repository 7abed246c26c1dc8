# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Grids about the base frame that one can check by eye."""

import numpy as np

from seg_ros.datatypes import FREE, OCCUPIED, UNKNOWN
from seg_ros.free_space.grid import GridBuilder
from seg_ros.free_space.polar_grid import PolarGrid

ANGLES_RAD = np.radians(np.arange(-44.0, 44.01, 0.5))
NOTHING = np.full(len(ANGLES_RAD), np.inf, np.float32)
LETTERS = {FREE: '.', OCCUPIED: '#', UNKNOWN: ' '}


def drawn(ends_m: np.ndarray, foot_m: tuple[float, float] = (0.0, 0.0)) -> list[str]:
    """
    Return half-metre cells from 1 m behind to 5 m ahead, the left of the vehicle above.

    The camera looks ahead over 88 degrees and sees the ground from 0.7 m to 5 m off.
    """
    edges_m = np.arange(0.0, 5.01, 0.1)
    visible = np.repeat(edges_m[:-1, None] >= 0.69, len(ANGLES_RAD), axis=1)
    polar_grid = PolarGrid(np.array(foot_m), edges_m, ANGLES_RAD, visible, ())
    grid = GridBuilder(polar_grid, 0.5, 5.0, 1.0, 4.0).build(ends_m)
    assert (grid.resolution_m, grid.x_m, grid.y_m) == (0.5, -1.0, -2.0)
    return [''.join(LETTERS[cell] for cell in row) for row in grid.cells[::-1].tolist()]


ALL_FREE = [
    '      ..... ',
    '     .......',
    '    ........',
    '   .........',
    '   .........',
    '    ........',
    '     .......',
    '      ..... ',
]


def test_all_free_is_what_is_in_view() -> None:
    assert drawn(NOTHING) == ALL_FREE


def test_ground_behind_a_wall_is_unknown() -> None:
    assert drawn((3.0 / np.cos(ANGLES_RAD)).astype(np.float32)) == [
        '      ..#   ',
        '     ...#   ',
        '    ....#   ',
        '   .....#   ',
        '   .....#   ',
        '    ....#   ',
        '     ...#   ',
        '      ..#   ',
    ]


def test_a_post_of_one_ray_is_occupied_and_throws_a_shadow() -> None:
    ends_m = NOTHING.copy()
    ends_m[ANGLES_RAD.searchsorted(np.radians(9.9))] = 2.5
    assert drawn(ends_m) == [
        *ALL_FREE[:2],
        '    ...... .',
        '   ....#....',
        *ALL_FREE[4:],
    ]


def test_the_camera_may_be_elsewhere() -> None:
    assert drawn(NOTHING, foot_m=(1.0, -0.5)) == [
        '         ...',
        '        ....',
        '       .....',
        '      ......',
        '     .......',
        '     .......',
        '      ......',
        '       .....',
    ]


def test_an_obstacle_beside_the_grid_is_not_in_it() -> None:
    ends_m = NOTHING.copy()
    ends_m[-1] = 4.0
    assert drawn(ends_m) == ALL_FREE
