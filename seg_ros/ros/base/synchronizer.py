# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Messages of one image, which come on several topics, put together by their stamp."""

from typing import Any

KEPT = 8
"""Stamps of which a part has come and the mask has not, or no longer matters."""


class Synchronizer:
    """
    Masks, each with the other answers to the same image.

    A mask waits for its other parts until the next mask comes, and no longer.
    """

    def __init__(self, parts: tuple[str, ...]) -> None:
        """Wait for these parts beside the one named `mask`."""
        self._wanted = {'mask', *parts}
        self._sets = {}
        self._waiting = None

    def put(self, name: str, stamp_ns: int, message: Any) -> list[dict[str, Any]]:
        """Take a message in; return, by name, what is complete or need not wait any longer."""
        together = self._sets.setdefault(stamp_ns, {})
        together[name] = message
        released = []
        if name == 'mask':
            if self._waiting is not None and self._waiting is not together:
                released.append(self._waiting)
            self._waiting = together
        if self._waiting is together and together.keys() >= self._wanted:
            released.append(together)
            self._waiting = None
        for old in list(self._sets)[:-KEPT]:
            del self._sets[old]
        # Copies: a part that comes late must not change what another thread works with.
        return [dict(parts) for parts in released]
