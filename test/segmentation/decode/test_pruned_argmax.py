# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Squares between cells: who can win in them, on grids one can check by eye."""

from fractions import Fraction

import numpy as np
import pytest

from seg_ros.segmentation.buffer_pool import BufferPool
from seg_ros.segmentation.decode.pruned_argmax import Squares
from seg_ros.segmentation.decode.resampling import Axis, cut

IDS = np.array([10, 11, 12], np.uint8)


def squares_of(planes: list, scale: int = 4) -> tuple[Squares, tuple[int, int]]:
    """Return the squares of planes of scores, and the size of the pixels under them."""
    cells = np.array(planes, np.float32)
    size = tuple(scale * count for count in cells.shape[1:])
    rows, columns = (Axis(count, scale * count, Fraction(scale)) for count in cells.shape[1:])
    (strip,) = cut(cells, 0, rows, columns)
    return Squares(strip, strip.cells - strip.cells.max(axis=0)), size


def winners(squares: Squares, size: tuple[int, int]) -> list:
    pixels = np.full(size, 77, np.uint8)
    squares.argmax_pruned(IDS, pixels, BufferPool())
    return pixels.tolist()


def test_who_reaches_no_bar_is_not_able() -> None:
    squares, _ = squares_of([[[9, 9, 0]], [[0, 0, 9]], [[-5, -5, -5]]])
    assert squares.able.tolist() == [0, 1]


def test_who_is_best_between_cells_alone_is_able() -> None:
    squares, size = squares_of([[[9, 0]], [[0, 9]], [[6, 6]]])
    assert squares.able.tolist() == [0, 1, 2]
    assert winners(squares, size) == [[10, 10, 10, 12, 12, 11, 11, 11]] * 4


def test_a_tie_is_the_lower_channels() -> None:
    squares, size = squares_of([[[0, 0]], [[1, 1]], [[1, 1]]])
    assert winners(squares, size) == [[11] * 8] * 4


def test_borders_run_through_squares() -> None:
    squares, size = squares_of([[[1, 0], [1, 0]], [[0, 1], [0, 1]]])
    assert winners(squares, size) == [[10] * 4 + [11] * 4] * 8


@pytest.mark.parametrize(
    'field, classes, scale, worth_it',
    [
        (1, 2, 8, False),  # a border through every square: all is compared either way
        (6, 2, 8, True),  # two borders that cross
        (1, 5, 4, False),  # four meet in every square: to find them costs more than its few pixels
        (1, 5, 32, True),  # with a thousand pixels each it is worth sparing the fifth
    ],
)
def test_it_is_worth_it_where_borders_are_few(field, classes, scale, worth_it) -> None:
    down, across = np.indices((12, 12)) // field
    owner = (2 * down + across) % classes
    squares, _ = squares_of(
        [9.0 * (owner == number) - 0.01 * number for number in range(classes)], scale
    )
    assert squares.are_worth_it == worth_it
