# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The numbers by which patches are known."""

import numpy as np

_MAX_ID = 2**32 - 1


class IdSource:
    """Ids from 1 on, never the same again until 32 bits are used up."""

    def __init__(self) -> None:
        """Begin with 1."""
        self._last = 0

    def draw(self, count: int) -> np.ndarray:
        """Return (N,) uint32 new ids."""
        ids = (self._last + np.arange(count)) % _MAX_ID + 1
        self._last = (self._last + count) % _MAX_ID
        return ids.astype(np.uint32)
