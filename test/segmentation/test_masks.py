# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Masks of class groups, their opening and their closing."""

import numpy as np
import pytest

from seg_ros.segmentation.masks import group_mask, open_and_close

CLASS_MAP = np.array(
    [
        [0, 1, 2, 255],
        [0, 0, 2, 254],
    ],
    np.uint8,
)


@pytest.mark.parametrize(
    'class_ids, expected',
    [
        ((), [[0, 0, 0, 0], [0, 0, 0, 0]]),
        ((0,), [[255, 0, 0, 0], [255, 255, 0, 0]]),
        ((1, 2), [[0, 255, 255, 0], [0, 0, 255, 0]]),
        ((254, 7), [[0, 0, 0, 0], [0, 0, 0, 255]]),
        ((2, 0, 0), [[255, 0, 255, 0], [255, 255, 255, 0]]),
    ],
)
def test_group_mask(class_ids, expected) -> None:
    assert group_mask(CLASS_MAP, class_ids).tolist() == expected


def test_group_mask_writes_into_out() -> None:
    out = np.full(CLASS_MAP.shape, 7, np.uint8)
    assert group_mask(CLASS_MAP, (2,), out) is out
    assert out.tolist() == [[0, 0, 255, 0], [0, 0, 255, 0]]


def test_group_mask_reads_a_view() -> None:
    assert group_mask(CLASS_MAP[:, 1:3], (2,)).tolist() == [[0, 255], [0, 255]]


def _mask(drawing: str) -> np.ndarray:
    rows = [[255 if letter == '#' else 0 for letter in line] for line in drawing.split()]
    return np.array(rows, np.uint8)


SPECKS_AND_SQUARE = _mask("""
    .#......
    ...##...
    .......#
    .###....
    .###..#.
    .###....
    ........
""")


@pytest.mark.parametrize(
    'opening_px, survivors',
    [
        (0, SPECKS_AND_SQUARE),
        (1, SPECKS_AND_SQUARE),
        (
            2,
            _mask("""
        ........
        ........
        ........
        .###....
        .###....
        .###....
        ........
    """),
        ),
        (
            3,
            _mask("""
        ........
        ........
        ........
        .###....
        .###....
        .###....
        ........
    """),
        ),
        (4, np.zeros((7, 8), np.uint8)),
    ],
)
def test_opening_removes_thinner_parts(opening_px, survivors) -> None:
    np.testing.assert_array_equal(open_and_close(SPECKS_AND_SQUARE, opening_px, 0), survivors)


@pytest.mark.parametrize(
    'closing_px, closed',
    [
        (0, '##.##..##'),
        (1, '##.##..##'),
        (2, '#####..##'),
        (3, '#########'),
    ],
)
def test_closing_fills_narrower_gaps(closing_px, closed) -> None:
    mask = np.repeat(_mask('##.##..##'), 9, axis=0)
    np.testing.assert_array_equal(
        open_and_close(mask, 0, closing_px), np.repeat(_mask(closed), 9, axis=0)
    )


def test_objects_cut_by_the_border_stay() -> None:
    cut = _mask("""
        ##....
        ##....
        .....#
        .....#
    """)
    assert open_and_close(cut, 2, 0).tolist() == cut.tolist()
    assert not open_and_close(cut, 4, 0)[2:].any()


@pytest.mark.parametrize('diameter', range(2, 8))
def test_opening_and_closing_shift_nothing(diameter) -> None:
    noise = np.random.default_rng(diameter).random((40, 50))
    mask = np.where(noise > 0.3, 255, 0).astype(np.uint8)
    opened, closed = open_and_close(mask, diameter, 0), open_and_close(255 - mask, 0, diameter)
    assert (opened <= mask).all()
    np.testing.assert_array_equal(open_and_close(opened, diameter, 0), opened)
    np.testing.assert_array_equal(255 - closed, opened)


@pytest.mark.parametrize('diameter', [2, 5, 8])
def test_opening_and_closing_are_the_same_on_a_rotated_mask(diameter) -> None:
    mask = np.where(np.random.default_rng(2).random((30, 30)) > 0.3, 255, 0).astype(np.uint8)
    turned = open_and_close(np.ascontiguousarray(np.rot90(mask)), diameter, diameter)
    np.testing.assert_array_equal(np.rot90(open_and_close(mask, diameter, diameter)), turned)
