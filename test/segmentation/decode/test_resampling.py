# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Cells and pixels on one line, by eye."""

from fractions import Fraction

from hypothesis import given, settings, strategies
import numpy as np
import pytest
from reference import upsampled

from seg_ros.segmentation.decode import resampling
from seg_ros.segmentation.decode.resampling import (
    Axis,
    cut,
    evaluate,
    gaps,
    powers_of,
    Span,
    Strip,
    surfaces_over,
)


@pytest.mark.parametrize(
    'cells, pixels, scale, seen',
    [
        (4, 8, Fraction(2), 4),
        (4, 6, Fraction(2), 4),
        (4, 5, Fraction(2), 3),
        (4, 3, Fraction(2), 2),
        (4, 4, Fraction(1), 4),
        (4, 1, Fraction(1), 2),
        (4, 2, Fraction(1, 2), 4),
        (1, 1, Fraction(1), 1),
    ],
)
def test_cells_that_are_seen(cells, pixels, scale, seen) -> None:
    assert Axis(cells, pixels, scale).seen == seen


@pytest.mark.parametrize(
    'cells, pixels, scale, first, last, span',
    [
        # Centers at pixels 0.5, 2.5, 4.5, 6.5 (from 0): 2 lies before the second, 3 behind.
        (4, 8, Fraction(2), 0, 3, Span(0, 3, 0, 8, 0, True)),
        (4, 8, Fraction(2), 0, 1, Span(0, 1, 0, 3, 0, True)),
        (4, 8, Fraction(2), 1, 2, Span(1, 2, 3, 5, 1, True)),
        (4, 8, Fraction(2), 2, 3, Span(2, 3, 5, 8, 1, True)),
        (4, 7, Fraction(2), 2, 3, Span(2, 3, 5, 7, 1, True)),
        # Centers at 1, 4, 7, 10: a pixel on a center belongs to the cells from there on.
        (4, 12, Fraction(3), 1, 2, Span(1, 2, 4, 7, 1, True)),
        # Every second cell begins where a pixel begins.
        (4, 6, Fraction(3, 2), 1, 2, Span(1, 2, 2, 4, 1, False)),
        (4, 6, Fraction(3, 2), 2, 3, Span(2, 3, 4, 6, 1, True)),
        # Fewer pixels than cells: some decide none.
        (4, 2, Fraction(1, 2), 0, 1, Span(0, 1, 0, 1, 0, True)),
        (4, 2, Fraction(1, 2), 1, 2, Span(1, 2, 1, 1, 1, False)),
    ],
)
def test_span_of_cells(cells, pixels, scale, first, last, span) -> None:
    assert Axis(cells, pixels, scale).span(first, last) == span


@pytest.mark.parametrize('cells, pixels, scale', [(2, 5, 2), (2, 0, 2), (0, 1, 2)])
def test_axis_refuses_pixels_without_cells(cells, pixels, scale) -> None:
    with pytest.raises(ValueError, match='pixels must be 1 to cells'):
        Axis(cells, pixels, Fraction(scale))


def test_cell_under_a_pixel_is_that_of_its_center() -> None:
    axis = Axis(3, 7, Fraction(7, 3))
    assert axis.cell_under(np.arange(7)).tolist() == [0, 0, 1, 1, 1, 2, 2]


def test_a_pixel_lies_between_the_centers_of_two_cells() -> None:
    before, after, nearness = Axis(3, 6, Fraction(2)).around(np.arange(6))
    assert before.tolist() == [0, 0, 0, 1, 1, 2]
    assert after.tolist() == [0, 1, 1, 2, 2, 2]
    assert nearness.tolist() == [0.75, 0.25, 0.75, 0.25, 0.75, 0.25]


def corners(*rows: tuple[float, float]) -> np.ndarray:
    return np.array(rows, np.float32).reshape(4, 1)


@pytest.mark.parametrize(
    'square, expected',
    [
        (corners((0, 4), (0, 4)), [[0, 1, 2, 3], [0, 1, 2, 3]]),
        (corners((0, 0), (4, 4)), [[0, 0, 0, 0], [2, 2, 2, 2]]),
        (corners((0, 0), (0, 8)), [[0, 0, 0, 0], [0, 1, 2, 3]]),
    ],
)
def test_four_columns_and_two_rows(square: np.ndarray, expected: list) -> None:
    powers = powers_of(2, 0.5, 4, 0.25)
    surface = surfaces_over(square, np.array([0.25]), np.array([0.375]))
    assert (surface.T @ powers).reshape(2, 4).tolist() == expected


def test_the_first_pixel_may_lie_within() -> None:
    surface = surfaces_over(corners((0, 4), (8, 12)), np.array([0.5]), np.array([0.5]))
    assert (surface.T @ powers_of(1, 1.0, 2, 0.5)).tolist() == [[5, 7]]


def test_what_differs_by_4e_7_of_the_largest_score_is_told_apart() -> None:
    random = np.random.default_rng(0)
    one, other = (
        random.choice(np.float32([-1, 1]), (4, 20_000))
        * random.uniform(0.999, 1, (4, 20_000)).astype(np.float32)
        for _ in range(2)
    )
    middle = np.full(20_000, 0.5)
    ahead = np.empty((20_000, 64), np.float32)
    evaluate(surfaces_over(one - other, middle, middle), powers_of(8, 1 / 8, 8, 1 / 8), ahead)
    y, x = (np.indices((8, 8)).reshape(2, -1) + 0.5) / 8
    weights = np.array([(1 - y) * (1 - x), (1 - y) * x, y * (1 - x), y * x])
    exact = (one.astype(float) - other).T @ weights
    assert np.abs(ahead - exact).max() < 4e-7


def test_gaps_of_whole_cells_stand_in_one_row() -> None:
    # Pixels 0 | 1 2 | 3 4 | 5: centers of the cells lie between 0 and 1, 2 and 3, 4 and 5.
    axis = Axis(3, 6, Fraction(2))
    found = gaps(axis, axis.whole)
    assert found.ends.tolist() == [0, 0, 1, 2, 2]
    assert found.middles.tolist() == [0.5] * 4 and found.step == 0.5
    assert found.width == 2 and found.pixels == slice(1, 7)


def test_where_gaps_differ_in_width_pixels_are_named_one_by_one() -> None:
    # Centers of the cells at 0.33, 2.0 and 3.67: the gaps hold the pixels 0 | 1 | 2 3 | 4.
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
    monkeypatch.setattr(resampling, 'STRIP_PX', 1)
    monkeypatch.setattr(resampling, 'STRIP_ROWS', 4)
    strips = list(cut(np.zeros((1, 9, 2)), 0, Axis(9, 18, Fraction(2)), Axis(2, 4, Fraction(2))))
    assert [(strip.span.first, strip.cells.shape[1]) for strip in strips] == [(0, 5), (4, 5)]
    assert [(strip.span.start, strip.span.stop) for strip in strips] == [(0, 9), (9, 18)]


def test_many_classes_make_strips_of_fewer_rows(monkeypatch) -> None:
    monkeypatch.setattr(resampling, 'STRIP_ROWS', 1)
    monkeypatch.setattr(resampling, 'STRIP_SCORES', 40)
    rows, columns = Axis(9, 18, Fraction(2)), Axis(2, 4, Fraction(2))
    assert [len(list(cut(np.zeros((count, 9, 2)), 0, rows, columns))) for count in (1, 5, 10)] == [
        1,
        2,
        4,
    ]


@pytest.mark.parametrize('most_parts, firsts', [(2, [0, 2, 4]), (1, [0, 1, 2, 3, 4])])
def test_strips_begin_where_a_cell_begins_with_a_pixel(most_parts, firsts, monkeypatch) -> None:
    monkeypatch.setattr(resampling, 'STRIP_PX', 1)
    monkeypatch.setattr(resampling, 'STRIP_ROWS', most_parts)
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
        patch.setattr(resampling, 'STRIP_PX', 1)
        patch.setattr(resampling, 'STRIP_ROWS', rows_at_once)
        for strip in cut(plane, 0, rows, columns):
            assert np.isnan(found[strip.window]).all()
            found[strip.window] = strip.upsample(strip.cells[0])
    expected = upsampled(plane, pixels, tuple(map(float, scales)))[0]
    np.testing.assert_allclose(found, expected, rtol=0, atol=2e-6)
