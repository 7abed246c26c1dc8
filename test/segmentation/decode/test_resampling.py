# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Cells and pixels of one axis, and strips of a small grid."""

from fractions import Fraction

from hypothesis import given, settings, strategies
import numpy as np
import pytest
from reference import upsampled

from seg_ros.segmentation.decode import resampling
from seg_ros.segmentation.decode.resampling import (
    Axis,
    bilinear_coefficients,
    bilinear_terms,
    evaluate,
    intervals_of,
    Span,
    split_into_strips,
    Strip,
)


@pytest.mark.parametrize(
    'cells, pixels, scale, used_cells',
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
def test_cells_that_are_used(cells, pixels, scale, used_cells) -> None:
    assert Axis(cells, pixels, scale).used_cells == used_cells


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
        # Fewer pixels than cells: no pixel lies between some of them.
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


def test_the_cell_of_a_pixel_contains_its_center() -> None:
    axis = Axis(3, 7, Fraction(7, 3))
    assert axis.cells_at(np.arange(7)).tolist() == [0, 0, 1, 1, 1, 2, 2]


def test_a_pixel_lies_between_the_centers_of_two_cells() -> None:
    before, after, weight = Axis(3, 6, Fraction(2)).neighbors(np.arange(6))
    assert before.tolist() == [0, 0, 0, 1, 1, 2]
    assert after.tolist() == [0, 1, 1, 2, 2, 2]
    assert weight.tolist() == [0.75, 0.25, 0.75, 0.25, 0.75, 0.25]


def corners(*rows: tuple[float, float]) -> np.ndarray:
    return np.array(rows, np.float32).reshape(4, 1)


@pytest.mark.parametrize(
    'block, expected',
    [
        (corners((0, 4), (0, 4)), [[0, 1, 2, 3], [0, 1, 2, 3]]),
        (corners((0, 0), (4, 4)), [[0, 0, 0, 0], [2, 2, 2, 2]]),
        (corners((0, 0), (0, 8)), [[0, 0, 0, 0], [0, 1, 2, 3]]),
    ],
)
def test_a_block_of_four_columns_and_two_rows(block: np.ndarray, expected: list) -> None:
    terms = bilinear_terms(2, 0.5, 4, 0.25)
    coefficients = bilinear_coefficients(block, np.array([0.25]), np.array([0.375]))
    assert (coefficients.T @ terms).reshape(2, 4).tolist() == expected


def test_the_origin_may_lie_in_the_middle() -> None:
    middle = np.array([0.5])
    coefficients = bilinear_coefficients(corners((0, 4), (8, 12)), middle, middle)
    assert (coefficients.T @ bilinear_terms(1, 1.0, 2, 0.5)).tolist() == [[5, 7]]


def test_differences_are_exact_to_4e_7_of_the_largest_score() -> None:
    random = np.random.default_rng(0)
    one, other = (
        random.choice(np.float32([-1, 1]), (4, 20_000))
        * random.uniform(0.999, 1, (4, 20_000)).astype(np.float32)
        for _ in range(2)
    )
    middle = np.full(20_000, 0.5)
    ahead = np.empty((20_000, 64), np.float32)
    evaluate(
        bilinear_coefficients(one - other, middle, middle),
        bilinear_terms(8, 1 / 8, 8, 1 / 8),
        ahead,
    )
    y, x = (np.indices((8, 8)).reshape(2, -1) + 0.5) / 8
    weights = np.array([(1 - y) * (1 - x), (1 - y) * x, y * (1 - x), y * x])
    exact = (one.astype(float) - other).T @ weights
    assert np.abs(ahead - exact).max() < 4e-7


def test_pixels_of_intervals_of_one_width_are_a_slice() -> None:
    # Pixels 0 | 1 2 | 3 4 | 5: centers of the cells lie between 0 and 1, 2 and 3, 4 and 5.
    axis = Axis(3, 6, Fraction(2))
    intervals = intervals_of(axis, axis.full_span)
    assert intervals.ends.tolist() == [0, 0, 1, 2, 2]
    assert intervals.middles.tolist() == [0.5] * 4 and intervals.step == 0.5
    assert intervals.width == 2 and intervals.pixels == slice(1, 7)


def test_pixels_of_intervals_of_several_widths_are_indices() -> None:
    # Centers of the cells at 0.33, 2.0 and 3.67: the intervals hold the pixels 0 | 1 | 2 3 | 4.
    axis = Axis(3, 5, Fraction(5, 3))
    intervals = intervals_of(axis, axis.full_span)
    assert intervals.width == 2
    row = np.full(intervals.width * len(intervals.middles), -1)
    row[intervals.pixels] = range(5)
    assert sorted(row[row >= 0].tolist()) == list(range(5))
    positions = (
        intervals.ends[:-1].repeat(2)[intervals.pixels]
        + (intervals.middles[:, np.newaxis] + [-intervals.step / 2, intervals.step / 2]).ravel()[
            intervals.pixels
        ]
    )
    inside = slice(1, -1)
    exact = (np.arange(5) + 0.5) / float(axis.scale) - 0.5
    assert positions[inside] == pytest.approx(exact[inside])


def test_a_span_has_only_the_intervals_between_its_cells() -> None:
    axis = Axis(6, 24, Fraction(4))
    intervals = intervals_of(axis, axis.span(2, 4))
    assert intervals.ends.tolist() == [0, 1, 2]
    assert intervals.pixels == slice(0, 8)


def test_one_cell_has_an_interval_on_either_side() -> None:
    axis = Axis(1, 4, Fraction(4))
    intervals = intervals_of(axis, axis.full_span)
    assert intervals.ends.tolist() == [0, 0, 0]
    assert intervals.pixels == slice(2, 6)


def test_a_strip_of_four_cells() -> None:
    axis = Axis(2, 4, Fraction(2))
    strip = Strip(np.array([[[0, 4], [8, 12]]], np.float32), axis.full_span, axis, axis)
    assert strip.upsample(strip.cells[0]).tolist() == [
        [0, 1, 3, 4],
        [2, 3, 5, 6],
        [6, 7, 9, 10],
        [8, 9, 11, 12],
    ]
    assert strip.upsample_nearest(strip.cells[0]).tolist() == [
        [0, 0, 4, 4],
        [0, 0, 4, 4],
        [8, 8, 12, 12],
        [8, 8, 12, 12],
    ]


def test_strips_are_alike_and_overlap_by_one_row(monkeypatch) -> None:
    monkeypatch.setattr(resampling, 'STRIP_PX', 1)
    monkeypatch.setattr(resampling, 'STRIP_ROWS', 4)
    rows, columns = Axis(9, 18, Fraction(2)), Axis(2, 4, Fraction(2))
    strips = list(split_into_strips(np.zeros((1, 9, 2)), 0, rows, columns))
    assert [(strip.span.first, strip.cells.shape[1]) for strip in strips] == [(0, 5), (4, 5)]
    assert [(strip.span.start, strip.span.stop) for strip in strips] == [(0, 9), (9, 18)]


def test_many_classes_make_strips_of_fewer_rows(monkeypatch) -> None:
    monkeypatch.setattr(resampling, 'STRIP_ROWS', 1)
    monkeypatch.setattr(resampling, 'STRIP_SCORES', 40)
    rows, columns = Axis(9, 18, Fraction(2)), Axis(2, 4, Fraction(2))
    for channels, count in ((1, 1), (5, 2), (10, 4)):
        strips = list(split_into_strips(np.zeros((channels, 9, 2)), 0, rows, columns))
        assert len(strips) == count


@pytest.mark.parametrize('min_rows, firsts', [(2, [0, 2, 4]), (1, [0, 1, 2, 3, 4])])
def test_strips_begin_where_a_cell_and_a_pixel_begin_together(
    min_rows, firsts, monkeypatch
) -> None:
    monkeypatch.setattr(resampling, 'STRIP_PX', 1)
    monkeypatch.setattr(resampling, 'STRIP_ROWS', min_rows)
    rows, columns = Axis(6, 45, Fraction(15, 2)), Axis(1, 1, Fraction(1))
    strips = split_into_strips(np.zeros((1, 6, 1)), 0, rows, columns)
    assert [strip.span.first for strip in strips] == firsts


def test_cells_beyond_the_pixels_are_left_out() -> None:
    rows = columns = Axis(8, 6, Fraction(2))
    (strip,) = split_into_strips(np.zeros((3, 8, 8)), 0, rows, columns)
    assert strip.cells.shape == (3, 4, 4)


@strategies.composite
def layouts(draw) -> tuple:
    cells = draw(strategies.tuples(*[strategies.integers(1, 12)] * 2))
    scales = draw(
        strategies.tuples(*[strategies.fractions(Fraction(1, 4), 9, max_denominator=6)] * 2)
    )
    extents = [max(1, int(count * scale)) for count, scale in zip(cells, scales)]
    pixels = tuple(draw(strategies.integers(1, most)) for most in extents)
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
    upsampled_plane = np.full(pixels, np.nan, np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resampling, 'STRIP_PX', 1)
        patch.setattr(resampling, 'STRIP_ROWS', rows_at_once)
        for strip in split_into_strips(plane, 0, rows, columns):
            assert np.isnan(upsampled_plane[strip.window]).all()
            upsampled_plane[strip.window] = strip.upsample(strip.cells[0])
    expected = upsampled(plane, pixels, tuple(map(float, scales)))[0]
    np.testing.assert_allclose(upsampled_plane, expected, rtol=0, atol=2e-6)
