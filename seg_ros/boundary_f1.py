# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How well the outlines of the classes are met: boundary F1."""

import cv2
import numpy as np

TOLERANCE_PX = 2
_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
_REACH = np.arange(-TOLERANCE_PX, TOLERANCE_PX + 1)
_DISC = (_REACH**2 + _REACH[:, None] ** 2 <= TOLERANCE_PX**2).astype(np.uint8)


def boundary_f1(prediction: np.ndarray, labels: np.ndarray, counted: np.ndarray) -> float | None:
    """
    Return the boundary F1 of one image at 2 px; None where no class of its labels has a boundary.

    All three are (H, W) uint8; `counted` is 1 where a pixel is scored and 0 where it is ignored.
    After Csurka et al., "What is a good evaluation measure for semantic segmentation?", BMVC
    2013. The boundary of a class is its pixels with a 4-neighbour of another class; the image
    border and ignored pixels make no boundary. Precision is the share of predicted boundary
    pixels with a labelled boundary pixel of the class at most 2 px away (Euclidean), recall the
    same with the two exchanged, F1 = 2 P R / (P + R), 0 where only one of the two has a boundary.
    F1 is averaged over the classes that occur in the image's labels.
    """
    figures = []
    for class_id in np.unique(labels[counted != 0]):
        predicted = _boundary(prediction, class_id, counted)
        labelled = _boundary(labels, class_id, counted)
        if predicted.any() or labelled.any():
            precision = _share_near(predicted, labelled)
            recall = _share_near(labelled, predicted)
            both = precision + recall
            figures.append(2 * precision * recall / both if both else 0.0)
    return float(np.mean(figures)) if figures else None


def _boundary(class_map: np.ndarray, class_id: int, counted: np.ndarray) -> np.ndarray:
    inside = (class_map == class_id).view(np.uint8)
    kept = cv2.erode(inside | (counted ^ 1), _CROSS, borderType=cv2.BORDER_REPLICATE)
    return inside & counted & (kept ^ 1)


def _share_near(boundary: np.ndarray, other: np.ndarray) -> float:
    pixels = cv2.countNonZero(boundary)
    return cv2.countNonZero(boundary & cv2.dilate(other, _DISC)) / pixels if pixels else 0.0
