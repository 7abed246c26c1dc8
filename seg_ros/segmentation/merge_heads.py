# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Answers one over the other, as a network with several heads gives them."""

import cv2
import numpy as np

from seg_ros.datatypes import Segmentation, UNLABELLED


def unwritten(size: tuple[int, int], with_confidence: bool) -> Segmentation:
    """Return an answer of `size` = (height, width) whose content is undefined."""
    planes = (np.empty(size, np.uint8) for _ in range(1 + with_confidence))
    return Segmentation(*planes)


def clear_beyond(shown: tuple[int, int], answer: Segmentation) -> None:
    """Write that nothing is known below and to the right of `shown` = (height, width)."""
    for plane, nothing in ((answer.class_map, UNLABELLED), (answer.confidence, 0)):
        if plane is not None:
            plane[shown[0] :], plane[:, shown[1] :] = nothing, nothing


def lay_over(above: Segmentation, below: Segmentation) -> None:
    """Write into `below` what `above` labels, and how sure it is where both know that."""
    labelled = cv2.inRange(above.class_map, 0, UNLABELLED - 1)
    cv2.copyTo(above.class_map, labelled, below.class_map)
    if above.confidence is not None and below.confidence is not None:
        cv2.copyTo(above.confidence, labelled, below.confidence)
