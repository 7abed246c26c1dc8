# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Results of several heads of one network, laid over each other."""

import cv2
import numpy as np

from seg_ros.datatypes import UNLABELLED


def clear_beyond(
    shown: tuple[int, int], class_map: np.ndarray, confidence: np.ndarray | None
) -> None:
    """Write unlabelled, and confidence 0, outside of the first `shown` = (rows, columns)."""
    for plane, empty in ((class_map, UNLABELLED), (confidence, 0)):
        if plane is not None:
            plane[shown[0] :], plane[:, shown[1] :] = empty, empty


def lay_over(
    above: np.ndarray,
    above_confidence: np.ndarray | None,
    below: np.ndarray,
    below_confidence: np.ndarray | None,
) -> None:
    """Copy what `above` labels, (H, W) uint8, into `below`, with its confidence if both have."""
    labelled = cv2.inRange(above, 0, UNLABELLED - 1)
    cv2.copyTo(above, labelled, below)
    if above_confidence is not None and below_confidence is not None:
        cv2.copyTo(above_confidence, labelled, below_confidence)
