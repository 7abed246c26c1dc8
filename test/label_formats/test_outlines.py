# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A pixel belongs to a shape if its center is inside."""

from hypothesis import given, strategies
import numpy as np
import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats.outlines import (
    ellipse,
    points_of_numbers,
    polygon,
    rectangle,
    rotate,
)
from seg_ros.label_formats.region import Region

SIZE = (5, 7)


def painted(region: Region) -> list[str]:
    canvas = np.full(SIZE, '.')
    height, width = region.pixels.shape
    window = canvas[
        region.top_px : region.top_px + height, region.left_px : region.left_px + width
    ]
    window[region.pixels] = '#'
    return [''.join(row) for row in canvas]


@pytest.mark.parametrize(
    'points, expected',
    [
        (
            [(1, 1), (4, 1), (4, 3), (1, 3)],
            ['.......', '.###...', '.###...', '.......', '.......'],
        ),
        # Moved by less than half a pixel, the same centers are inside; by more, others.
        (
            [(1.4, 0.6), (4.4, 0.6), (4.4, 2.6), (1.4, 2.6)],
            ['.......', '.###...', '.###...', '.......', '.......'],
        ),
        (
            [(1.6, 0.4), (4.6, 0.4), (4.6, 2.4), (1.6, 2.4)],
            ['..###..', '..###..', '.......', '.......', '.......'],
        ),
        ([(0, 0), (5, 0), (0, 5)], ['####...', '###....', '##.....', '#......', '.......']),
        # Beyond the image on all sides.
        ([(-9, -9), (20, -9), (20, 20), (-9, 20)], ['#######'] * 5),
        # A hole by the even-odd rule: one ring that crosses itself.
        (
            [(0, 0), (7, 0), (7, 5), (0, 5), (0, 0), (2, 1), (5, 1), (5, 4), (2, 4), (2, 1)],
            ['#######', '##...##', '##...##', '##...##', '#######'],
        ),
        # Thinner than a pixel, between two centers.
        ([(1, 1.6), (6, 1.6), (6, 2.4), (1, 2.4)], ['.......'] * 5),
    ],
)
def test_polygon(points: list[tuple[float, float]], expected: list[str]) -> None:
    assert painted(polygon(points, SIZE)) == expected


coordinate = strategies.integers(-8, 40).map(lambda quarter: quarter / 4)


@given(
    strategies.lists(strategies.tuples(coordinate, coordinate), min_size=3, max_size=8),
    coordinate,
)
def test_polygons_that_share_an_edge_neither_overlap_nor_leave_a_gap(
    points: list[tuple[float, float]], cut_x: float
) -> None:
    """Two parts of a ring, cut by a chord, are together the ring by the even-odd rule."""
    middle = len(points) // 2
    first, second = points[: middle + 1], [*points[middle:], points[0]]
    rings = [ring for ring in (first, second) if len(ring) >= 3]
    parity = np.zeros(SIZE, int)
    for ring in rings:
        xs, ys = zip(*ring)
        if min(xs) < SIZE[1] and min(ys) < SIZE[0] and max(xs) > 0 and max(ys) > 0:
            region = polygon(ring, SIZE)
            height, width = region.pixels.shape
            rows = slice(region.top_px, region.top_px + height)
            parity[rows, region.left_px : region.left_px + width] += region.pixels
    try:
        whole = np.array([list(row) for row in painted(polygon(points, SIZE))]) == '#'
    except InputError:
        whole = np.zeros(SIZE, bool)
    assert ((parity % 2 == 1) == whole).all()


def test_rectangles_and_ellipses_rotate_clockwise() -> None:
    assert painted(rectangle((1, 1, 6, 3), SIZE)) == [
        '.......',
        '.#####.',
        '.#####.',
        '.......',
        '.......',
    ]
    # The upper left corner of a rectangle that lies goes to the upper right.
    wedge = np.array([(1, 1), (6, 1), (1, 3)])
    assert rotate(wedge, np.array([3.5, 2.0]), 90.0).round(9).tolist() == [
        [4.5, -0.5],
        [4.5, 4.5],
        [2.5, -0.5],
    ]
    assert painted(rectangle((0.5, 1.5, 5.5, 3.5), SIZE, 90.0)) == ['..##...'] * 5
    assert painted(ellipse((3.5, 2.5), (2.9, 1.2), SIZE)) == [
        '.......',
        '..###..',
        '.#####.',
        '..###..',
        '.......',
    ]
    # The long radius, along x, points down and to the right.
    assert painted(ellipse((3.5, 2.5), (2.9, 0.6), SIZE, 45.0)) == [
        '.#.....',
        '..#....',
        '...#...',
        '....#..',
        '.....#.',
    ]


@pytest.mark.parametrize(
    'points, says',
    [
        ([(0, 0), (1, 1)], 'three or more points, got 2'),
        ([], 'three or more points, got 0'),
        ([(0, 0), (1, 1), (1, 2, 3)], 'must be three or more points'),
        ([(0, 0), (1, 1), (float('nan'), 2)], 'must be numbers, got one that is not finite'),
        ([(8, 0), (9, 0), (9, 3)], 'must overlap its image of 7x5, got x 8 to 9, y 0 to 3'),
        ([(0, -3), (1, -3), (1, 0)], 'must overlap its image of 7x5'),
    ],
)
def test_refusals(points: list[tuple[float, float]], says: str) -> None:
    with pytest.raises(InputError, match=says):
        polygon(points, SIZE)


def test_refusals_of_other_shapes() -> None:
    with pytest.raises(InputError, match='radii must be positive, got 0 and 2'):
        ellipse((3, 3), (0, 2), SIZE)
    with pytest.raises(InputError, match='must overlap its image'):
        ellipse((30, 3), (2, 2), SIZE)
    with pytest.raises(InputError, match='an even number of numbers, got 3'):
        points_of_numbers([1.0, 2.0, 3.0])
    assert points_of_numbers([1.0, 2.0, 3.0, 4.0]) == [(1.0, 2.0), (3.0, 4.0)]
