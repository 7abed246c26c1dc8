# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Joined tiles equal one run over the whole image."""

import cv2
from hypothesis import given, settings, strategies
import numpy as np
import pytest

from seg_ros.segmentation.tiling import run_tiles, Tiling


def joined(tiling: Tiling, strides: list, run) -> list:
    """Return the whole grid of each head, and check that its parts overlap by one row."""
    rows: list = [[] for _ in strides]
    for head, first, cells in run_tiles(tiling, strides, run):
        assert first == max(0, len(rows[head]) - 1)
        if rows[head]:
            np.testing.assert_array_equal(cells[:, 0], rows[head].pop())
        rows[head] += list(cells.transpose(1, 0, 2).copy())
    grids = [np.stack(head, axis=1) for head in rows]
    assert [grid.shape[1:] for grid in grids] == [tiling.grid(stride) for stride in strides]
    return grids


@pytest.mark.parametrize(
    'length, tile, unit, overlap, starts',
    [
        (8, 8, 1, 0.25, (0,)),
        (5, 8, 1, 0.25, (0,)),
        (9, 8, 1, 0.25, (0, 1)),
        (14, 8, 1, 0.25, (0, 6)),
        (20, 8, 1, 0.25, (0, 6, 12)),
        (16, 8, 1, 0.0, (0, 8)),
        (17, 8, 4, 0.0, (0, 4, 12)),
        (9, 8, 4, 0.25, (0, 4)),
        (40, 8, 8, 0.5, (0, 8, 16, 24, 32)),
    ],
)
def test_where_tiles_lie(length, tile, unit, overlap, starts) -> None:
    tiling = Tiling.of_image((length, tile), (tile, tile), (unit, unit), overlap)
    assert (tiling.tops, tiling.lefts) == (starts, (0,))


@settings(max_examples=200, deadline=None)
@given(
    strategies.integers(1, 400),
    strategies.integers(1, 12),
    strategies.integers(1, 8),
    strategies.floats(0, 0.5),
)
def test_tiles_leave_no_gap(length, units, unit, overlap) -> None:
    tile = units * unit
    starts = Tiling.of_image((length, 1), (tile, tile), (unit, unit), overlap).tops
    assert starts[0] == 0
    assert starts[-1] + tile >= length
    assert starts[-1] < length
    assert all(0 < after - before <= tile for before, after in zip(starts, starts[1:]))
    assert all(start % unit == 0 for start in starts)


@pytest.mark.parametrize('size', [(16, 16), (40, 53), (9, 70), (33, 17)])
@pytest.mark.parametrize('overlap', [0.0, 0.25, 0.5])
def test_scores_that_are_equal_in_all_tiles_are_kept(size, overlap) -> None:
    tiling = Tiling.of_image(size, (16, 16), (4, 4), overlap)
    rows, columns = tiling.grid((4, 4))
    whole = np.random.default_rng(0).normal(size=(3, rows, columns)).astype(np.float32)
    (grid,) = joined(
        tiling,
        [(4, 4)],
        lambda top, left: [whole[:, top // 4 : top // 4 + 4, left // 4 : left // 4 + 4]],
    )
    np.testing.assert_allclose(grid, whole, atol=1e-6)


def test_heads_of_different_stride_and_kind_are_joined_side_by_side() -> None:
    tiling = Tiling.of_image((40, 24), (16, 16), (8, 4), 0.25)
    scores = np.random.default_rng(0).normal(size=(2, *tiling.grid((8, 4)))).astype(np.float32)
    ids = np.random.default_rng(1).integers(0, 256, (1, *tiling.grid((2, 1)))).astype(np.uint8)
    grids = joined(
        tiling,
        [(8, 4), (2, 1)],
        lambda top, left: [
            scores[:, top // 8 : top // 8 + 2, left // 4 : left // 4 + 4],
            ids[:, top // 2 : top // 2 + 8, left : left + 16],
        ],
    )
    np.testing.assert_allclose(grids[0], scores, atol=1e-6)
    np.testing.assert_array_equal(grids[1], ids)


def test_ids_come_from_the_tile_whose_center_is_nearer() -> None:
    tiling = Tiling((1, 8), tops=(0,), lefts=(0, 4))
    (grid,) = joined(tiling, [(1, 1)], lambda top, left: [np.full((1, 1, 8), 1 + left, np.uint8)])
    assert grid.tolist() == [[[1] * 6 + [5] * 6]]


def test_scores_are_blended_smoothly_from_tile_to_tile() -> None:
    tiling = Tiling((1, 8), tops=(0,), lefts=(0, 4))
    (grid,) = joined(tiling, [(1, 1)], lambda top, left: [np.full((1, 1, 8), left, np.float32)])
    steps = np.diff(grid[0, 0])
    assert grid[0, 0, :4].tolist() == [0] * 4
    assert grid[0, 0, 8:].tolist() == [4] * 4
    assert (steps >= 0).all()
    assert steps.max() < 2


RADIUS = 3


def convolved(image: np.ndarray) -> np.ndarray:
    """Return the scores of a small network: cells of stride 4, RADIUS pixels around each."""
    side = 2 * RADIUS + 1
    smooth = cv2.blur(image, (side, side), borderType=cv2.BORDER_CONSTANT)
    return np.stack([smooth[::4, ::4], smooth[2::4, 2::4]])


def test_tiles_give_what_a_single_run_gives_away_from_the_edges_of_tiles() -> None:
    image = np.random.default_rng(0).uniform(-1, 1, (96, 128)).astype(np.float32)
    tiling = Tiling.of_image(image.shape, (32, 32), (4, 4), 0.25)
    (grid,) = joined(
        tiling, [(4, 4)], lambda top, left: [convolved(image[top : top + 32, left : left + 32])]
    )
    whole = convolved(image)
    # Within RADIUS pixels of a tile's edge lie the first and the last of its cells.
    rows, columns = (
        [
            cell
            for cell in range(count)
            if not any(
                cell - start // 4 in (0, 7) for start in starts if 0 <= cell - start // 4 < 8
            )
        ]
        for count, starts in zip(whole.shape[1:], (tiling.tops, tiling.lefts))
    )
    inner = np.ix_(range(2), rows, columns)
    np.testing.assert_allclose(grid[inner], whole[inner], atol=1e-6)
    # There one of two tiles is wrong, but has a small weight.
    error = np.abs(convolved(image[:32, :32]) - whole[:, :8, :8]).max()
    assert np.abs(grid - whole).max() < error / 2
