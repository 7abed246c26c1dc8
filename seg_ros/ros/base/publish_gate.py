# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Whether a node may publish: shut until told otherwise, and at once when told so."""

from threading import Lock
from types import TracebackType


class PublishGate:
    """
    A lock around what is published, and around changes of it; `is_open` says whether it may.

    Who publishes holds it and asks between one message and the next.
    """

    def __init__(self) -> None:
        """Begin shut."""
        self.is_open = False
        self._lock = Lock()

    def __enter__(self) -> 'PublishGate':
        """Hold it."""
        self._lock.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go."""
        self._lock.release()

    def open(self) -> None:
        """Let frames pass."""
        with self:
            self.is_open = True

    def shut(self) -> None:
        """Let nothing pass any more, not even what is left of a frame that is being published."""
        self.is_open = False
        # Wait for the message that is under way.
        with self:
            pass
