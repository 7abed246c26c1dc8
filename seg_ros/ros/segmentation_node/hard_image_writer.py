# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A thread that writes one item after the other, and never keeps those waiting who hand one in."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
import time
from typing import Generic, TypeVar

from rclpy.task import Future

from seg_ros.errors import InputError
from seg_ros.ros.base.spin import forward_exceptions

WAITING = 1
"""Items that wait while one is written; more are dropped."""

CLOSE_WITHIN_S = 0.2
"""A node that is interrupted has 1.8 s to end, most of which the frame worker may take."""

Item = TypeVar('Item')


class HardImageWriter(Generic[Item]):
    """
    Writes items in their order, `write` called in a thread of its own.

    At most two items are held: one that is written and one that waits. `written` and `dropped`
    count them. `failure` is the message of the last InputError of `write`, and `is_behind` whether
    an item was dropped, until one is written. Other exceptions go to `ended`.
    """

    def __init__(
        self, write: Callable[[Item], None], closed: Callable[[], None], ended: Future
    ) -> None:
        """Start the thread; it calls `closed` as it ends."""
        self.written = 0
        self.dropped = 0
        self.failure = ''
        self.is_behind = False
        self._write, self._closed, self._ended = write, closed, ended
        self._started_s: float | None = None
        self._is_closing = False
        self._items: SimpleQueue[Item | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name='hard images', daemon=True)
        self._thread.start()

    @property
    def busy_s(self) -> float:
        """Return for how many seconds an item is being written, 0 if none is."""
        started_s = self._started_s
        return 0.0 if started_s is None else time.monotonic() - started_s

    def put(self, item: Item) -> bool:
        """Hand in an item from one thread; return False, and drop it, where another one waits."""
        # The queue has no bound of its own, since the end has to find room behind the items.
        if self._items.qsize() >= WAITING:
            self.dropped += 1
            self.is_behind = True
            return False
        self._items.put(item)
        return True

    def close(self) -> bool:
        """Finish what is held within 0.2 s, else drop what waits; return whether it finished."""
        self._items.put(None)
        self._thread.join(CLOSE_WITHIN_S)
        self._is_closing = True
        return not self._thread.is_alive()

    def _work(self) -> None:
        with forward_exceptions(self._ended):
            try:
                while not self._is_closing and (item := self._items.get()) is not None:
                    self._write_one(item)
                    # Not held while waiting: items are large.
                    del item
            finally:
                self._closed()

    def _write_one(self, item: Item) -> None:
        self._started_s = time.monotonic()
        try:
            self._write(item)
        except InputError as error:
            self.failure = str(error)
        else:
            self.written += 1
            self.failure, self.is_behind = '', False
        finally:
            self._started_s = None
