# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From the objects of an instance network to class ids and confidence at its prototypes' cells."""

from math import ceil, floor

import cv2
import numpy as np

from seg_ros.datatypes import UNLABELLED
from seg_ros.errors import FrameError
from seg_ros.inference.io_detection.output_layout import planes_of
from seg_ros.inference.io_spec import HeadSpec

MAX_CANDIDATES = 1000
"""Objects, those with the highest scores, that non-maximum suppression compares at most."""


def instance_cells(table: np.ndarray, prototypes: np.ndarray, head: HeadSpec) -> np.ndarray:
    """
    Return (2, h, w) uint8: class ids, and the scores of the objects, times 255.

    An object has a box (center x, center y, width, height in network pixels), a score for each
    class, and coefficients; its mask is where their product with the prototypes is above 0 (a
    sigmoid above 0.5) inside of its box. Where masks overlap the highest score wins. Other cells
    have the implied class with confidence 255, or are unlabelled with confidence 0. Raises
    FrameError where an output is not finite.
    """
    assert head.instances is not None
    for name, values in zip(head.outputs, (table, prototypes)):
        if not np.isfinite(values).all():
            raise FrameError(f'output {name!r} must be finite numbers, got nan or infinity')
    fields = planes_of(table, head.layout, None).astype(np.float32, copy=False)
    planes = planes_of(prototypes, head.instances.layout, None).astype(np.float32, copy=False)
    ids = [UNLABELLED if number is None else number for number in head.class_ids]
    background = ids.pop(0) if head.has_implied_class else UNLABELLED
    cells = np.empty((2, *planes.shape[1:]), np.uint8)
    cells[0], cells[1] = background, 0 if background == UNLABELLED else 255
    scores = fields[4 : 4 + head.channels]
    # The best one is drawn last.
    for number in reversed(_kept(fields[:4], scores, head)):
        rows, columns = _window(fields[:4, number], head.stride, planes.shape[1:])
        # Unlike a matrix product this wakes no threads of BLAS.
        coefficients = fields[4 + head.channels :, number]
        logits = np.einsum('p,phw->hw', coefficients, planes[:, rows, columns])
        best = int(scores[:, number].argmax())
        confidence = round(float(scores[best, number]) * 255)
        cells[:, rows, columns][:, logits > 0] = [[ids[best]], [min(confidence, 255)]]
    return cells


def _kept(boxes: np.ndarray, scores: np.ndarray, head: HeadSpec) -> list[int]:
    """Return the numbers of the objects that non-maximum suppression keeps, best first."""
    assert head.instances is not None
    best = scores.max(axis=0)
    numbers = np.flatnonzero(best >= head.instances.score_threshold)
    if len(numbers) == 0:
        return []
    center_x, center_y, width, height = boxes[:, numbers].astype(float)
    # Boxes of different classes are moved apart, so that they do not suppress each other.
    span = np.ptp(center_x) + 2 * width.max()
    left = center_x - width / 2 + scores[:, numbers].argmax(axis=0) * span
    corners = np.stack((left, center_y - height / 2, width, height), axis=1)
    kept = cv2.dnn.NMSBoxes(
        corners.tolist(),
        best[numbers].tolist(),
        0.0,
        head.instances.iou_threshold,
        top_k=MAX_CANDIDATES,
    )
    return numbers[np.array(kept, np.intp).ravel()].tolist()


def _window(
    box: np.ndarray, stride: tuple[float, float], cells: tuple[int, ...]
) -> tuple[slice, slice]:
    """Return the rows and columns of the cells whose centers lie in a box."""
    center_x, center_y, width, height = box.tolist()
    slices = []
    for center, length, step, count in zip((center_y, center_x), (height, width), stride, cells):
        first = ceil((center - length / 2) / step - 0.5)
        last = floor((center + length / 2) / step - 0.5)
        slices.append(slice(min(max(first, 0), count), min(max(last + 1, 0), count)))
    rows, columns = slices
    return rows, columns
