# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A queue of length one between two threads: a new item replaces the one that waits."""

from threading import Condition
from typing import Generic, TypeVar

Item = TypeVar('Item')


class LatestQueue(Generic[Item]):
    """Hands the latest item from the thread that puts to the one that takes."""

    def __init__(self) -> None:
        """Start open and empty."""
        self._changed = Condition()
        self._item: Item | None = None
        self._is_open = True

    @property
    def is_empty(self) -> bool:
        """Return whether no item waits."""
        return self._item is None

    def put(self, item: Item) -> bool:
        """Put an item; return whether it replaced one that was not taken."""
        with self._changed:
            replaced = self._item is not None
            self._item = item
            self._changed.notify()
        return replaced

    def take(self) -> Item | None:
        """Wait for an item and take it; None once the queue is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._item is not None or not self._is_open)
            item, self._item = self._item, None
            return item if self._is_open else None

    def discard(self) -> bool:
        """Drop the item that waits; return whether there was one."""
        with self._changed:
            discarded, self._item = self._item is not None, None
        return discarded

    def close(self) -> None:
        """Wake the thread that waits; an item that was not taken is dropped."""
        with self._changed:
            self._is_open, self._item = False, None
            self._changed.notify()
