# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How probable the winning class is, and what is left unlabelled for being too unsure."""

import cv2
import numpy as np

from seg_ros.datatypes import UNLABELLED
from seg_ros.inference.io_spec import HeadSpec
from seg_ros.segmentation.decode.resampling import Strip


def rate(strip: Strip, head: HeadSpec, confidence: np.ndarray) -> None:
    """
    Write the probability of the winner, times 255, into a strip's window of (H, W) uint8.

    It is made at the cells and interpolated. Against a softmax at every pixel of a street-like
    scene of 21 classes this is off by 0.01 in the mean and, where the cells around agree on the
    winner, by 0.16 at most; on borders, whose narrow dip it skips, it is too sure by up to 0.45.
    Channels that compete with 'none of them' say yes or no, and the likelier of both counts. A
    class map made in the graph has no probabilities: what is labelled is sure.
    """
    if head.kind == 'class_map':
        certain = np.where(strip.cells[0] == UNLABELLED, 0, 255).astype(np.uint8)
        confidence[strip.window] = strip.spread(certain)
        return
    certain = np.rint(_probability(strip.cells, head) * 255).astype(np.uint8)
    confidence[strip.window] = strip.upsample(certain)


def hide_unsure(class_map: np.ndarray, confidence: np.ndarray, threshold: float) -> None:
    """Leave unlabelled, in place, where the confidence (0..255) is below `threshold` (0..1)."""
    # Not cv2.compare, which takes an image of one pixel for a number.
    unsure = cv2.inRange(confidence, 0, round(threshold * 255) - 1)
    cv2.bitwise_or(class_map, unsure, dst=class_map)


def _probability(cells: np.ndarray, head: HeadSpec) -> np.ndarray:
    best = cells.max(axis=0)
    if head.kind == 'probabilities':
        probability = np.clip(best, 0.0, 1.0)
    elif head.implied:
        # Written so that it cannot overflow: the more likely of yes and no.
        return 1.0 / (1.0 + np.exp(-np.abs(best) / np.float32(head.temperature)))
    else:
        return 1.0 / np.exp((cells - best) / np.float32(head.temperature)).sum(axis=0)
    return np.maximum(probability, 1.0 - probability) if head.implied else probability
