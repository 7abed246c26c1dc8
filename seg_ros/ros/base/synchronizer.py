# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Messages of one image on several topics, matched by their stamp."""

from typing import Any

KEPT = 8
"""Stamps for which a part has arrived and the mask has not, or no longer matters."""


class Synchronizer:
    """
    Masks, each with the other messages of the same image.

    A mask waits for the parts in `expected` until the next mask arrives, and no longer. Exact
    stamps are needed, and parts that nobody publishes are not waited for: message_filters waits
    for every part.
    """

    def __init__(self) -> None:
        """Expect nothing beside the mask."""
        self.expected: frozenset[str] = frozenset()
        self._sets: dict[int, dict[str, Any]] = {}
        self._waiting: dict[str, Any] | None = None

    def put(self, name: str, stamp_ns: int, message: Any) -> list[dict[str, Any]]:
        """Add a message; return, by name, the sets that are complete or no longer wait."""
        parts = self._sets.setdefault(stamp_ns, {})
        parts[name] = message
        released = []
        if name == 'mask':
            if self._waiting is not None and self._waiting is not parts:
                released.append(self._waiting)
            self._waiting = parts
        if self._waiting is parts and parts.keys() >= self.expected:
            released.append(parts)
            self._waiting = None
        for old in list(self._sets)[:-KEPT]:
            del self._sets[old]
        # Copies: a part that arrives late must not change what another thread works with.
        return [dict(parts) for parts in released]
