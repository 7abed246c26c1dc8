# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Results of one row of pixels, laid over each other."""

import numpy as np

from seg_ros.segmentation.merge_heads import clear_beyond, lay_over


def test_what_lies_above_covers_only_what_it_labels() -> None:
    class_map, confidence = np.array([[1, 2]], np.uint8), np.array([[10, 20]], np.uint8)
    above = np.array([[7, 255]], np.uint8), np.array([[70, 80]], np.uint8)
    lay_over(*above, class_map, confidence)
    assert class_map.tolist() == [[7, 2]]
    assert confidence.tolist() == [[70, 20]]
    lay_over(np.array([[3, 255]], np.uint8), None, class_map, confidence)
    assert class_map.tolist() == [[3, 2]] and confidence.tolist() == [[70, 20]]


def test_pixels_beyond_the_image_are_unlabelled() -> None:
    class_map, confidence = np.full((2, 3, 3), 7, np.uint8)
    clear_beyond((2, 1), class_map, confidence)
    assert class_map.tolist() == [[7, 255, 255], [7, 255, 255], [255, 255, 255]]
    assert confidence.tolist() == [[7, 0, 0], [7, 0, 0], [0, 0, 0]]
