# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Candidates and winners of blocks of pixels, on small grids."""

from fractions import Fraction

import numpy as np
import pytest

from seg_ros.segmentation.buffer_pool import BufferPool
from seg_ros.segmentation.decode.pruned_argmax import PixelBlocks
from seg_ros.segmentation.decode.resampling import Axis, split_into_strips

IDS = np.array([10, 11, 12], np.uint8)


def blocks_of(planes: list, scale: int = 4) -> tuple[PixelBlocks, tuple[int, int]]:
    """Return the blocks of planes of scores, and the size of the pixels under them."""
    cells = np.array(planes, np.float32)
    size = tuple(scale * count for count in cells.shape[1:])
    rows, columns = (Axis(count, scale * count, Fraction(scale)) for count in cells.shape[1:])
    (strip,) = split_into_strips(cells, 0, rows, columns)
    return PixelBlocks(strip, strip.cells - strip.cells.max(axis=0)), size


def winners(blocks: PixelBlocks, size: tuple[int, int]) -> list:
    pixels = np.full(size, 77, np.uint8)
    blocks.argmax_pruned(IDS, pixels, BufferPool())
    return pixels.tolist()


def test_a_class_below_the_lower_bounds_is_no_candidate() -> None:
    blocks, _ = blocks_of([[[9, 9, 0]], [[0, 0, 9]], [[-5, -5, -5]]])
    assert blocks.candidates.tolist() == [0, 1]


def test_a_class_that_wins_between_cells_is_a_candidate() -> None:
    blocks, size = blocks_of([[[9, 0]], [[0, 9]], [[6, 6]]])
    assert blocks.candidates.tolist() == [0, 1, 2]
    assert winners(blocks, size) == [[10, 10, 10, 12, 12, 11, 11, 11]] * 4


def test_in_a_tie_the_lower_channel_wins() -> None:
    blocks, size = blocks_of([[[0, 0]], [[1, 1]], [[1, 1]]])
    assert winners(blocks, size) == [[11] * 8] * 4


def test_a_border_runs_through_blocks() -> None:
    blocks, size = blocks_of([[[1, 0], [1, 0]], [[0, 1], [0, 1]]])
    assert winners(blocks, size) == [[10] * 4 + [11] * 4] * 8


@pytest.mark.parametrize(
    'region, classes, scale, saves_time',
    [
        (1, 2, 8, False),  # a border through every block: all is compared either way
        (6, 2, 8, True),  # two borders that cross
        (1, 5, 4, False),  # four classes in every block: finding them costs more than 16 pixels
        (1, 5, 32, True),  # in blocks of 1024 pixels it pays not to compare the fifth
    ],
)
def test_blocks_save_time_where_borders_are_few(region, classes, scale, saves_time) -> None:
    down, across = np.indices((12, 12)) // region
    owner = (2 * down + across) % classes
    blocks, _ = blocks_of(
        [9.0 * (owner == number) - 0.01 * number for number in range(classes)], scale
    )
    assert blocks.saves_time == saves_time
