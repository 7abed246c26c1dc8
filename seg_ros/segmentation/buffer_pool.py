# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Memory that is kept from frame to frame: to ask the system for it costs more than to use it."""

from math import prod

import numpy as np
import numpy.typing as npt


class BufferPool:
    """Arrays by name, each as large as the largest that was ever asked for."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._kept: dict[str, np.ndarray] = {}

    def take(self, name: str, shape: tuple[int, ...], dtype: npt.DTypeLike) -> np.ndarray:
        """Return an array of any content; it holds good until this name is asked for again."""
        count, kept = prod(shape), self._kept.get(name)
        if kept is None or kept.size < count or kept.dtype != dtype:
            kept = self._kept[name] = np.empty(count, dtype)
        return kept[:count].reshape(shape)
