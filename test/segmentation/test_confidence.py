# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Confidence is the winner's probability at the cells, and between them within its tolerance."""

from fractions import Fraction

import numpy as np
import pytest
from reference import upsampled

from seg_ros.datatypes import UNLABELLED
from seg_ros.inference.io_spec import HeadSpec
from seg_ros.segmentation.confidence import hide_unsure, rate
from seg_ros.segmentation.decode.resampling import Axis, cut


def rated(
    cells: np.ndarray, kind: str, class_ids: tuple, pixels: tuple, temperature: float = 1.0
) -> np.ndarray:
    channels = 0 if kind == 'class_map' else len(cells)
    head = HeadSpec('scores', 'NCHW', kind, channels, class_ids, (1.0, 1.0), temperature)
    axes = tuple(
        Axis(count, length, Fraction(length, count))
        for count, length in zip(cells.shape[1:], pixels)
    )
    confidence = np.full(pixels, 77, np.uint8)
    for strip in cut(cells, 0, *axes):
        rate(strip, head, confidence)
    return confidence


@pytest.mark.parametrize(
    'scores, kind, class_ids, temperature, expected',
    [
        ([0.0, 0.0], 'logits', (0, 1), 1.0, 1 / 2),
        ([2.0, 0.0], 'logits', (0, 1), 1.0, 0.880797),
        ([2.0, 0.0], 'logits', (0, 1), 2.0, 0.731059),
        ([2.0, 0.0, 0.0], 'logits', (0, 1, 2), 1.0, 0.786986),
        ([900.0, -900.0], 'logits', (0, 1), 1.0, 1.0),
        ([0.2, 0.7, 0.1], 'probabilities', (0, 1, 2), 1.0, 0.7),
        ([1.004, -0.004], 'probabilities', (0, 1), 1.0, 1.0),
        ([0.2], 'probabilities', (0, 1), 1.0, 0.8),
        ([0.7], 'probabilities', (0, 1), 1.0, 0.7),
        ([2.0], 'sigmoid', (0, 1), 1.0, 0.880797),
        ([-2.0], 'sigmoid', (0, 1), 1.0, 0.880797),
        ([2.0], 'sigmoid', (0, 1), 2.0, 0.731059),
        ([-900.0], 'sigmoid', (0, 1), 1.0, 1.0),
        ([-3.0, 2.0], 'sigmoid', (0, 1, 2), 1.0, 0.880797),
        ([-3.0, -2.0], 'sigmoid', (0, 1, 2), 1.0, 0.880797),
    ],
)
def test_probability_of_one_cell(scores, kind, class_ids, temperature, expected) -> None:
    cells = np.array(scores, np.float32).reshape(-1, 1, 1)
    confidence = rated(cells, kind, class_ids, (2, 2), temperature)
    assert confidence.tolist() == [[round(expected * 255)] * 2] * 2


def test_a_class_map_is_sure_of_what_it_labels() -> None:
    assert rated(np.array([[[4, 255]]], np.uint8), 'class_map', (4,), (1, 4)).tolist() == [
        [255, 255, 0, 0]
    ]


def test_confidence_runs_evenly_from_cell_to_cell() -> None:
    cells = np.array([[[1.0, 0.5]], [[0.0, 0.5]]], np.float32)
    confidence = rated(cells, 'probabilities', (0, 1), (1, 4))
    np.testing.assert_allclose(confidence, [[255, 223, 160, 128]], atol=1)


def test_tolerance_against_softmax_at_every_pixel() -> None:
    rows, columns = np.mgrid[0:24, 0:32] / 4
    cells = np.stack(
        [4 * np.sin(rows + phase) + 4 * np.cos(columns - phase) for phase in (0, 1, 2)]
    ).astype(np.float32)
    exact = np.exp(upsampled(cells, (192, 256), (8, 8)))
    exact = (exact / exact.sum(axis=0)).max(axis=0)
    error = np.abs(rated(cells, 'logits', (0, 1, 2), (192, 256)) / 255 - exact)
    assert error.mean() < 0.02
    assert error.max() < 0.2


def test_unsure_pixels_become_unlabelled() -> None:
    class_map = np.array([[1, 2, 3, 255]], np.uint8)
    hide_unsure(class_map, np.array([[127, 128, 255, 255]], np.uint8), 0.5)
    assert class_map.tolist() == [[255, 2, 3, 255]]


def test_an_image_of_one_pixel_can_be_unsure() -> None:
    class_map = np.array([[1]], np.uint8)
    hide_unsure(class_map, np.array([[100]], np.uint8), 0.5)
    assert class_map.tolist() == [[UNLABELLED]]
