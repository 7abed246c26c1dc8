# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Strips put together again are the whole image, interpolated as the reference has it."""

from fractions import Fraction

from hypothesis import given, settings, strategies
import numpy as np
import pytest
from reference import upsampled

from seg_ros.segmentation.decode import grid
from seg_ros.segmentation.decode.axis import Axis
from seg_ros.segmentation.decode.grid import cut, Strip


def test_one_row_of_cells_by_eye() -> None:
    axis = Axis(2, 4, Fraction(2))
    strip = Strip(np.array([[[0, 4], [8, 12]]], np.float32), axis.whole, axis, axis)
    assert strip.upsample(strip.cells[0]).tolist() == [
        [0, 1, 3, 4],
        [2, 3, 5, 6],
        [6, 7, 9, 10],
        [8, 9, 11, 12],
    ]
    assert strip.spread(strip.cells[0]).tolist() == [
        [0, 0, 4, 4],
        [0, 0, 4, 4],
        [8, 8, 12, 12],
        [8, 8, 12, 12],
    ]


def test_strips_are_alike_and_overlap_by_one_row(monkeypatch) -> None:
    monkeypatch.setattr(grid, 'STRIP_PX', 1)
    monkeypatch.setattr(grid, 'STRIP_ROWS', 4)
    strips = list(cut(np.zeros((1, 9, 2)), 0, Axis(9, 18, Fraction(2)), Axis(2, 4, Fraction(2))))
    assert [(strip.span.first, strip.cells.shape[1]) for strip in strips] == [(0, 5), (4, 5)]
    assert [(strip.span.start, strip.span.stop) for strip in strips] == [(0, 9), (9, 18)]


def test_many_classes_make_strips_of_fewer_rows(monkeypatch) -> None:
    monkeypatch.setattr(grid, 'STRIP_ROWS', 1)
    monkeypatch.setattr(grid, 'STRIP_SCORES', 40)
    rows, columns = Axis(9, 18, Fraction(2)), Axis(2, 4, Fraction(2))
    assert [len(list(cut(np.zeros((count, 9, 2)), 0, rows, columns))) for count in (1, 5, 10)] == [
        1,
        2,
        4,
    ]


@pytest.mark.parametrize('most_parts, firsts', [(2, [0, 2, 4]), (1, [0, 1, 2, 3, 4])])
def test_strips_begin_where_a_cell_begins_with_a_pixel(most_parts, firsts, monkeypatch) -> None:
    monkeypatch.setattr(grid, 'STRIP_PX', 1)
    monkeypatch.setattr(grid, 'STRIP_ROWS', most_parts)
    rows, columns = Axis(6, 45, Fraction(15, 2)), Axis(1, 1, Fraction(1))
    assert [strip.span.first for strip in cut(np.zeros((1, 6, 1)), 0, rows, columns)] == firsts


def test_cells_that_no_pixel_sees_are_left_out() -> None:
    rows = columns = Axis(8, 6, Fraction(2))
    (strip,) = cut(np.zeros((3, 8, 8)), 0, rows, columns)
    assert strip.cells.shape == (3, 4, 4)


@strategies.composite
def layouts(draw) -> tuple:
    cells = draw(strategies.tuples(*[strategies.integers(1, 12)] * 2))
    scales = draw(
        strategies.tuples(*[strategies.fractions(Fraction(1, 4), 9, max_denominator=6)] * 2)
    )
    reach = [max(1, int(count * scale)) for count, scale in zip(cells, scales)]
    pixels = tuple(draw(strategies.integers(1, most)) for most in reach)
    scales = tuple(
        max(scale, Fraction(length, count)) for scale, length, count in zip(scales, pixels, cells)
    )
    return cells, pixels, scales, draw(strategies.integers(1, 5)), draw(strategies.integers(0, 99))


@settings(max_examples=300, deadline=None)
@given(layouts())
def test_strips_together_are_the_reference(layout) -> None:
    cells, pixels, scales, rows_at_once, seed = layout
    plane = np.random.default_rng(seed).uniform(-1, 1, (1, *cells)).astype(np.float32)
    rows, columns = map(Axis, cells, pixels, scales)
    found = np.full(pixels, np.nan, np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(grid, 'STRIP_PX', 1)
        patch.setattr(grid, 'STRIP_ROWS', rows_at_once)
        for strip in cut(plane, 0, rows, columns):
            assert np.isnan(found[strip.window]).all()
            found[strip.window] = strip.upsample(strip.cells[0])
    expected = upsampled(plane, pixels, tuple(map(float, scales)))[0]
    np.testing.assert_allclose(found, expected, rtol=0, atol=2e-6)
