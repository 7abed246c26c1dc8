# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The references are right, or nothing measured against them is."""

import numpy as np

from benchmarks.bench import recipes

TWO_CELLS = np.array([[[0.0, 4.0]], [[3.0, 1.0]]], np.float32)


def test_exact_scores_are_bilinear_between_centers_and_hold_at_the_edges():
    assert recipes.exact_scores(TWO_CELLS, (1, 4)).tolist() == [
        [[0.0, 1.0, 3.0, 4.0]],
        [[3.0, 2.5, 1.5, 1.0]],
    ]


def test_decode_takes_the_larger():
    assert recipes.decode(TWO_CELLS, (1, 4)).tolist() == [[1, 1, 0, 0]]


def test_prepare_normalises_each_channel():
    tensor = recipes.prepare(np.full((2, 3, 3), (0, 0, 255), np.uint8), (2, 3))
    assert tensor.shape == (1, 3, 2, 3)
    expected = [(1 - 0.485) / 0.229, -0.456 / 0.224, -0.406 / 0.225]
    assert np.allclose(tensor[0, :, 0, 0], expected)


def test_overlay_is_half_image_half_colour():
    colors = np.array([[0, 0, 0], [200, 100, 0]], np.uint8)
    blended = recipes.overlay(
        np.full((1, 2, 3), 100, np.uint8), np.array([[0, 1]], np.uint8), colors
    )
    assert blended.tolist() == [[[50, 50, 50], [150, 100, 50]]]
