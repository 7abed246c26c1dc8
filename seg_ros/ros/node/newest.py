# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""One place for one item: who takes it gets the newest, and never an old one."""

from threading import Condition
from typing import Generic, TypeVar

Item = TypeVar('Item')


class Newest(Generic[Item]):
    """Between one thread that puts and another that takes."""

    def __init__(self) -> None:
        """Start open and empty."""
        self._changed = Condition()
        self._item = None
        self._open = True

    def put(self, item: Item) -> bool:
        """Leave an item; return whether it took the place of one that nobody had taken."""
        with self._changed:
            superseded = self._item is not None
            self._item = item
            self._changed.notify()
        return superseded

    def take(self) -> Item | None:
        """Wait for an item and take it; None once the mailbox is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._item is not None or not self._open)
            item, self._item = self._item, None
            return item if self._open else None

    def close(self) -> None:
        """Let go who waits; what lies here is dropped."""
        with self._changed:
            self._open = False
            self._changed.notify()
