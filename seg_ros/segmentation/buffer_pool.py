# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Buffers that results are written into: reused from frame to frame, or new each time."""

from math import prod
from typing import Protocol

import numpy as np
import numpy.typing as npt


class Buffers(Protocol):
    """Provides the arrays of a result; the caller of `Segmenter.process` owns them."""

    def get_buffer(self, name: str, shape: tuple[int, ...], dtype: npt.DTypeLike) -> np.ndarray:
        """
        Return a C-contiguous array with any content, valid until the next call with this name.

        Names of results are class_map, confidence, overlay, color_map and masks/<group>.
        """


class BufferPool:
    """Reuses arrays by name, since new ones cost page faults; each grows to the largest size."""

    def __init__(self) -> None:
        """Start empty."""
        self._buffers: dict[str, np.ndarray] = {}

    def get_buffer(self, name: str, shape: tuple[int, ...], dtype: npt.DTypeLike) -> np.ndarray:
        """Return an array with any content; see Buffers."""
        count, buffer = prod(shape), self._buffers.get(name)
        if buffer is None or buffer.size < count or buffer.dtype != dtype:
            buffer = self._buffers[name] = np.empty(count, dtype)
        return buffer[:count].reshape(shape)


class NewBuffers:
    """Allocates new arrays each time, so that every result stays valid."""

    def get_buffer(self, name: str, shape: tuple[int, ...], dtype: npt.DTypeLike) -> np.ndarray:
        """Return a new array with any content; see Buffers."""
        return np.empty(shape, dtype)


NEW_BUFFERS = NewBuffers()
