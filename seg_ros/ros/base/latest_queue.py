# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""One place for one item: who takes it gets the newest, and never an old one."""

from threading import Condition, Event
from typing import Generic, TypeVar

Item = TypeVar('Item')


class LatestQueue(Generic[Item]):
    """
    Between one thread that puts and another that takes.

    One thread at a time runs Python, and an executor has much of it to do after every callback. So
    who puts an item before one who waits for it stands still, for about `head_start_s` at most,
    until that one is done with it or says that it is `out_of_python`.
    """

    def __init__(self, head_start_s: float = 0.0) -> None:
        """Start open and empty."""
        self.is_awaited = False
        self._head_start_s = head_start_s
        self._changed = Condition()
        self._item = None
        self._is_open = True
        self._released = Event()

    def put(self, item: Item) -> bool:
        """Leave an item; return whether it took the place of one that nobody had taken."""
        with self._changed:
            superseded = self._item is not None
            self._item = item
            gives_way = self.is_awaited
            self._released.clear()
            self._changed.notify()
        if gives_way and self._head_start_s > 0.0:
            self._released.wait(self._head_start_s)
        return superseded

    def take(self) -> Item | None:
        """Wait for an item and take it; None once the mailbox is closed."""
        self.out_of_python()
        with self._changed:
            self.is_awaited = True
            self._changed.wait_for(lambda: self._item is not None or not self._is_open)
            self.is_awaited = False
            item, self._item = self._item, None
            return item if self._is_open else None

    def out_of_python(self) -> None:
        """Let go who put the item that is worked on."""
        self._released.set()

    def close(self) -> None:
        """Let go who waits; what lies here is dropped."""
        with self._changed:
            self._is_open = False
            self._changed.notify()
