# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a node may publish: closed until activation, and at once on deactivation."""

from threading import Lock
from types import TracebackType


class PublishGate:
    """
    A lock around publishing and around changes of the publishers; `is_open` says whether it may.

    It stands in for lifecycle publishers, which drop messages one by one: a closed gate also ends
    a frame of which only a part has been published. Hold it while publishing, and check `is_open`
    between one message and the next.
    """

    def __init__(self) -> None:
        """Start closed."""
        self.is_open = False
        self._lock = Lock()

    def __enter__(self) -> 'PublishGate':
        """Acquire the lock."""
        self._lock.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release the lock."""
        self._lock.release()

    def open(self) -> None:
        """Allow publishing."""
        with self:
            self.is_open = True

    def close(self) -> None:
        """Forbid publishing; return when the message being published has been handed over."""
        self.is_open = False
        with self:
            pass
