# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Run lengths to pixels: the counts of COCO, as a list or as text, and those of CVAT.

Runs of zeros and ones alternate and begin with zeros. COCO goes down the columns of the whole
image, CVAT along the rows of a box.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from seg_ros.errors import InputError


def pixels_of_runs(
    counts: Sequence[int], height: int, width: int, order: Literal['C', 'F']
) -> np.ndarray:
    """
    Return (H, W) bool; `order` is C for runs along rows and F for runs along columns.

    Raises InputError where the counts do not add up to the number of pixels.
    """
    runs = np.asarray(counts)
    if runs.ndim != 1 or runs.dtype.kind not in 'iu' or runs.size and runs.min() < 0:
        raise InputError('its run lengths must be whole numbers of at least 0')
    if height < 1 or width < 1 or int(runs.sum()) != height * width:
        raise InputError(
            f'its run lengths must add up to {width}x{height} pixels, got {int(runs.sum())}'
        )
    values = np.arange(len(runs)) % 2 == 1
    return np.repeat(values, runs).reshape((height, width), order=order)


def coco_counts(text: str) -> list[int]:
    """
    Return the run lengths of a compressed COCO mask.

    Numbers are 5 bits a character, the lowest first, in characters from `0`; bit 5 says that more
    follow, and bit 4 of the last one is the sign. From the fourth on, a number is the difference
    to the run length two before (`rleFrString` of the COCO API). Raises InputError for other text.
    """
    counts: list[int] = []
    value, shift = 0, 0
    for code in text.encode('utf-8'):
        bits = code - 48
        if not 0 <= bits < 64:
            raise InputError(f'its run lengths must be those of COCO, got {chr(code)!r} in them')
        value |= (bits & 31) << shift
        shift += 5
        if bits & 32:
            continue
        if bits & 16:
            value -= 1 << shift
        counts.append(value + (counts[-2] if len(counts) > 2 else 0))
        value, shift = 0, 0
    if shift:
        raise InputError('its run lengths must be complete, got text that is cut off')
    return counts
