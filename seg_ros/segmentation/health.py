# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How far the network can be trusted: one finding a check, its remedy in the words."""

from collections.abc import Sequence

import cv2
import numpy as np

from seg_ros.datatypes import ClassLabel, Finding
from seg_ros.inference.io_spec import Placement

NEAR_UNIFORM = 0.15
"""Surety from 0, where all classes tie, to 1; ten classes softmaxed twice reach 0.147 at most."""

CLEARLY_SURER = 0.02
"""Gain in mean confidence by swapping: on street scenes up to 0.008 if wrong, 0.03 if right."""

MAX_CELL_PX = 16.0
"""Camera pixels per network cell: a 512-pixel network of stride 8 has 10 on VGA, 30 on 1080p."""


def check_shares(class_map: np.ndarray, classes: Sequence[ClassLabel]) -> Finding:
    """Warn when a class fills more of the frame than its manifest expects."""
    counts = cv2.calcHist([class_map], [0], None, [256], [0, 256]).ravel()
    shares = counts / class_map.size
    worst = max(classes, key=lambda label: shares[label.id] - label.max_share)
    if shares[worst.id] <= worst.max_share:
        return Finding('ok', 'class shares', 'every class fills its usual share at most')
    return Finding(
        'warn',
        'class shares',
        (
            f'{worst.name} fills {shares[worst.id]:.0%} of the frame, {worst.max_share:.0%} at '
            'most '
            'are usual: look for a covered lens or wrong exposure, then check input_space and '
            'input_range in the manifest'
        ),
    )


def check_confidence(mean_confidence: float, classes: int) -> Finding:
    """Warn when the winning classes are hardly more probable (0..1) than any other."""
    tie = 1.0 / max(classes, 2)
    if (mean_confidence - tie) / (1.0 - tie) >= NEAR_UNIFORM:
        return Finding('ok', 'confidence', f'{mean_confidence:.2f} in the mean')
    return Finding(
        'warn',
        'confidence',
        (
            f'{mean_confidence:.2f} in the mean, {tie:.2f} is a guess: check input_range, mean '
            'and '
            'std in the manifest, and that outputs.kind is not logits where the graph ends in a '
            'softmax'
        ),
    )


def check_color_order(mean_confidence: float, swapped_confidence: float) -> Finding:
    """Warn when the network is surer (0..1) of an image whose red and blue are swapped."""
    if swapped_confidence - mean_confidence <= CLEARLY_SURER:
        return Finding('ok', 'color order', 'red and blue are where the network expects them')
    return Finding(
        'warn',
        'color order',
        (
            f'confidence is {swapped_confidence:.2f} with red and blue swapped, '
            f'{mean_confidence:.2f} without: check input_space in the manifest and the encoding '
            'that '
            'the camera driver states'
        ),
    )


def check_grid(
    camera: tuple[int, int], placement: Placement, stride: tuple[float, float]
) -> Finding:
    """Warn when one cell of the answer covers many pixels of the camera, (height, width) large."""
    cell_px = max(
        step * side / content for step, side, content in zip(stride, camera, placement.content)
    )
    if cell_px <= MAX_CELL_PX:
        return Finding('ok', 'grid', f'one cell for {cell_px:.0f} camera pixels')
    return Finding(
        'warn',
        'grid',
        (
            f'one cell for {cell_px:.0f} camera pixels, masks get blocky above '
            f'{MAX_CELL_PX:.0f}: set '
            'resize: tile in the manifest, take a network of larger input or finer stride, or a '
            'smaller camera image'
        ),
    )
