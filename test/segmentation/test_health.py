# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Findings on the network: when they warn, and that they say what to do."""

import numpy as np
import pytest

from seg_ros.datatypes import ClassLabel
from seg_ros.inference.io_spec import Placement
from seg_ros.segmentation.health import (
    check_color_order,
    check_confidence,
    check_grid,
    check_shares,
)

SOIL = ClassLabel(0, 'soil', (100, 60, 20))
WEED = ClassLabel(1, 'weed', (250, 0, 50), max_share=0.5)
CROP = ClassLabel(2, 'crop', (0, 200, 0), max_share=0.4)


@pytest.mark.parametrize(
    'class_map, level, says',
    [
        ([[0, 0, 0, 0]], 'ok', 'usual share'),
        ([[1, 1, 2, 0]], 'ok', 'usual share'),
        ([[1, 1, 1, 0]], 'warn', 'weed fills 75% of the frame, 50% at most are usual'),
        ([[2, 2, 1, 1]], 'warn', 'crop fills 50% of the frame, 40% at most are usual'),
        ([[255, 255, 1, 1]], 'ok', 'usual share'),
    ],
)
def test_shares(class_map, level, says) -> None:
    finding = check_shares(np.array(class_map, np.uint8), (SOIL, WEED, CROP))
    assert finding.level == level
    assert says in finding.message
    assert ('manifest' in finding.message) == (level == 'warn')


@pytest.mark.parametrize(
    'mean_confidence, classes, level',
    [
        (0.99, 2, 'ok'),
        (0.60, 2, 'ok'),
        (0.55, 2, 'warn'),
        (0.50, 1, 'warn'),
        (0.90, 21, 'ok'),
        (0.25, 21, 'ok'),
        (np.e / (np.e + 20), 21, 'warn'),
    ],
)
def test_confidence(mean_confidence, classes, level) -> None:
    finding = check_confidence(mean_confidence, classes)
    assert finding.level == level
    assert f'{mean_confidence:.2f}' in finding.message
    assert ('input_range' in finding.message) == (level == 'warn')


@pytest.mark.parametrize(
    'mean_confidence, swapped_confidence, level',
    [
        (0.90, 0.80, 'ok'),
        (0.90, 0.91, 'ok'),
        (0.90, 0.93, 'warn'),
    ],
)
def test_color_order(mean_confidence, swapped_confidence, level) -> None:
    finding = check_color_order(mean_confidence, swapped_confidence)
    assert finding.level == level
    assert ('input_space' in finding.message) == (level == 'warn')


@pytest.mark.parametrize(
    'camera, network, content, stride, level, cell',
    [
        ((480, 640), (512, 512), (512, 512), (8.0, 8.0), 'ok', '10'),
        ((1080, 1920), (512, 512), (512, 512), (8.0, 8.0), 'warn', '30'),
        ((1080, 1920), (512, 512), (288, 512), (4.0, 4.0), 'ok', '15'),
        ((480, 640), (480, 640), (480, 640), (32.0, 8.0), 'warn', '32'),
    ],
)
def test_grid(camera, network, content, stride, level, cell) -> None:
    finding = check_grid(camera, Placement(network, content), stride)
    assert finding.level == level
    assert f'one cell for {cell} camera pixels' in finding.message
    assert ('resize: tile' in finding.message) == (level == 'warn')
