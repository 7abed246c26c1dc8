# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Stretches of masks that can be checked by eye, and of all others against numpy."""

from hypothesis import given
from hypothesis.extra.numpy import array_shapes, arrays
from hypothesis.strategies import sampled_from
import numpy as np
from patch_fixtures import drawn
import pytest

from seg_ros.patches.run_length import run_lengths


@pytest.mark.parametrize(
    'drawing, runs',
    [
        ('...', []),
        ('w', [(0, 1)]),
        ('.ww.w ..... wwwww', [(1, 2), (4, 1), (10, 5)]),
        ('..ww ww.. .ww.', [(2, 2), (4, 2), (9, 2)]),
    ],
)
def test_pixels_that_touch_in_a_row(drawing: str, runs: list[tuple[int, int]]) -> None:
    found = run_lengths(drawn(drawing))
    assert list(zip(found.begins.tolist(), found.lengths.tolist())) == runs


def test_pixels_in_another_order() -> None:
    found = run_lengths(drawn('ww. .w. ..w')).select(np.array([2, 0]))
    assert found.pixels.tolist() == [8, 0, 1]


@given(
    arrays(
        np.uint8,
        array_shapes(min_dims=2, max_dims=2, max_side=40),
        elements=sampled_from((0, 0, 1, 255)),
    )
)
def test_all_pixels_are_there(mask: np.ndarray) -> None:
    np.testing.assert_array_equal(run_lengths(mask).pixels, np.flatnonzero(mask))
