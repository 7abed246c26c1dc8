# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Answers of one row of pixels, laid over one another."""

import numpy as np

from seg_ros.datatypes import Segmentation
from seg_ros.segmentation.merge_heads import clear_beyond, lay_over, unwritten


def test_what_lies_above_covers_only_what_it_labels() -> None:
    below = Segmentation(np.array([[1, 2]], np.uint8), np.array([[10, 20]], np.uint8))
    lay_over(Segmentation(np.array([[7, 255]], np.uint8), np.array([[70, 80]], np.uint8)), below)
    assert below.class_map.tolist() == [[7, 2]]
    assert below.confidence.tolist() == [[70, 20]]


def test_an_unwritten_answer_has_the_planes_that_are_asked_for() -> None:
    assert unwritten((2, 3), with_confidence=False).confidence is None
    assert unwritten((2, 3), with_confidence=True).confidence.shape == (2, 3)


def test_nothing_is_known_beyond_what_is_shown() -> None:
    answer = Segmentation(*np.full((2, 3, 3), 7, np.uint8))
    clear_beyond((2, 1), answer)
    assert answer.class_map.tolist() == [[7, 255, 255], [7, 255, 255], [255, 255, 255]]
    assert answer.confidence.tolist() == [[7, 0, 0], [7, 0, 0], [0, 0, 0]]
