# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Boundary F1 of vertical edges in maps of 12 columns: an edge has one boundary pixel a side."""

import numpy as np
import pytest

from seg_ros.boundary_f1 import boundary_f1

WIDTH = 12


def edge_at(*columns: int) -> np.ndarray:
    """Return a map of four rows whose class rises by one at each of the columns."""
    row = sum((np.arange(WIDTH) >= column).astype(np.uint8) for column in columns)
    return np.tile(row.astype(np.uint8), (4, 1))


@pytest.mark.parametrize(
    'predicted, labelled, f1',
    [
        ((6,), (6,), 1.0),
        ((7,), (6,), 1.0),
        ((8,), (6,), 1.0),
        ((9,), (6,), 0.0),
        ((WIDTH,), (6,), 0.0),
        ((6,), (WIDTH,), 0.0),
        # class 0 as it should be, class 1: one of the two predicted edges is a true one
        ((3, 9), (3,), (1 + 2 / 3) / 2),
    ],
)
def test_an_edge_counts_within_two_pixels(predicted, labelled, f1):
    counted = np.ones((4, WIDTH), np.uint8)
    assert boundary_f1(edge_at(*predicted), edge_at(*labelled), counted) == pytest.approx(f1)


def test_the_tolerance_is_a_disc():
    prediction, labels = np.zeros((2, 9, 9), np.uint8)
    labels[4, 4] = 1
    prediction[6, 6] = 1
    assert boundary_f1(prediction, labels, np.ones((9, 9), np.uint8)) < 0.7
    assert boundary_f1(np.roll(prediction, -2, 1), labels, np.ones((9, 9), np.uint8)) == 1.0


def test_one_class_all_over_has_no_boundary():
    everywhere = np.zeros((4, WIDTH), np.uint8)
    assert boundary_f1(everywhere, everywhere, np.ones((4, WIDTH), np.uint8)) is None


def test_ignored_pixels_make_no_boundary():
    labels = edge_at(6)
    assert boundary_f1(edge_at(WIDTH), labels, (labels == 0).astype(np.uint8)) is None
