# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Memory that results are written into: kept from frame to frame, or new each time."""

from math import prod
from typing import Protocol

import numpy as np
import numpy.typing as npt


class Buffers(Protocol):
    """Where the arrays of a result come from; whoever hands buffers in owns them."""

    def take(self, name: str, shape: tuple[int, ...], dtype: npt.DTypeLike) -> np.ndarray:
        """
        Return a C-contiguous array of any content, valid until the name is taken again.

        Names of results are class_map, confidence, overlay, color_map and masks/<group>.
        """


class BufferPool:
    """Arrays by name, as large as the largest that was taken: new ones cost page faults."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: dict[str, np.ndarray] = {}

    def take(self, name: str, shape: tuple[int, ...], dtype: npt.DTypeLike) -> np.ndarray:
        """Return an array of any content; see Buffers."""
        count, kept = prod(shape), self._kept.get(name)
        if kept is None or kept.size < count or kept.dtype != dtype:
            kept = self._kept[name] = np.empty(count, dtype)
        return kept[:count].reshape(shape)


class NewBuffers:
    """New arrays each time, so that a result stays valid."""

    def take(self, name: str, shape: tuple[int, ...], dtype: npt.DTypeLike) -> np.ndarray:
        """Return a new array of any content; see Buffers."""
        return np.empty(shape, dtype)


NEW_BUFFERS = NewBuffers()
