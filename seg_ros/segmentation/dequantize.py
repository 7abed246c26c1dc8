# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a head gave becomes real scores, or class ids, one plane per channel."""

import numpy as np

from seg_ros.datatypes import UNLABELLED
from seg_ros.errors import FrameError
from seg_ros.inference.io_spec import HeadSpec


def unpack(raw: np.ndarray, head: HeadSpec) -> np.ndarray:
    """
    Return (C, h, w) real float32 scores or, of a class map, (1, h, w) uint8 class ids.

    `raw` is as the network gave it, batch axis included. Values of a class map to which no class
    belongs become unlabelled. Raises FrameError where a score is not a finite number.
    """
    planes = raw if head.layout == 'NHW' else raw[0]
    if head.layout == 'NHWC':
        planes = planes.transpose(2, 0, 1)
    if head.kind == 'class_map':
        return _class_ids(planes, head)
    scores = np.ascontiguousarray(planes, np.float32)
    if head.scale is not None:
        scores = (scores - np.float32(head.zero_point)) * np.float32(head.scale)
    if not np.isfinite(scores).all():
        raise FrameError(f'output {head.name!r} must be finite numbers, got nan or infinity')
    return scores


def _class_ids(planes: np.ndarray, head: HeadSpec) -> np.ndarray:
    table = np.full(256, UNLABELLED, np.uint8)
    for value, class_id in enumerate(head.class_ids):
        table[value] = UNLABELLED if class_id is None else class_id
    if planes.dtype.kind == 'f':
        planes = planes.astype(np.int64)
    # Seen as unsigned, a negative value is larger than any class.
    unsigned = planes.view(f'u{planes.itemsize}')
    return table[np.minimum(unsigned, UNLABELLED).astype(np.uint8)]
