# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Run a node from the start of its process to the exit code."""

from collections.abc import Callable
from contextlib import suppress
import os
import signal
import socket
import sys
from threading import Event, Thread
from types import TracebackType
from typing import Protocol

import rclpy
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.logging import get_logger
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions
from rclpy.task import Future

from seg_ros.errors import SegRosError

STOP_WITHIN_S = 1.8
"""A process that was interrupted leaves after this time, whatever still hangs in it."""


class RunnableNode(Protocol):
    """A node with `ended`, a future that ends its process, and `start`, called before spinning."""

    ended: Future

    def start(self) -> None:
        """Begin the node's work."""

    def destroy_node(self) -> None:
        """Stop threads and free everything."""


class forward_exceptions:  # noqa: N801
    """A context that forwards exceptions to a future, for the main thread to raise."""

    def __init__(self, ended: Future) -> None:
        """Forward to this future."""
        self._ended = ended

    def __enter__(self) -> None:
        """Do nothing."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Forward and suppress an Exception; others pass."""
        if isinstance(error, Exception) and not self._ended.done():
            self._ended.set_exception(error)
        return isinstance(error, Exception)


class StopSignals:
    """
    SIGINT and SIGTERM as a flag and a callback, instead of an exception anywhere in the code.

    rclpy's own handlers are left out: their thread triggers a guard condition that an executor may
    just have destroyed, which is a segmentation fault. A thread reads Python's wakeup file
    descriptor, so that a main thread that is stuck in a library cannot keep the process alive.
    """

    def __init__(self, name: str) -> None:
        """Install the handlers; `name` is that of the logger."""
        self.is_set = False
        self._name = name
        self._wake: Callable[[], None] = lambda: None
        self._closed = Event()
        self._reader, self._writer = socket.socketpair()
        self._writer.setblocking(False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        signal.set_wakeup_fd(self._writer.fileno())
        self._thread = Thread(target=self._watch, name='stop signals', daemon=True)
        self._thread.start()

    def on_stop(self, wake: Callable[[], None]) -> None:
        """Call `wake` from the thread of this class when a signal arrives."""
        self._wake = wake
        if self.is_set:
            wake()

    def close(self) -> None:
        """Stop listening; signals that come after this are ignored."""
        self._wake = lambda: None
        self._closed.set()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        signal.set_wakeup_fd(-1)
        self._writer.send(b'\0')
        self._thread.join()
        self._reader.close()
        self._writer.close()

    def _on_signal(self, number: int, frame: object) -> None:
        self.is_set = True

    def _watch(self) -> None:
        self._reader.recv(1)
        if self._closed.is_set():
            return
        self.is_set = True
        # The guard condition may be destroyed at this very moment, as the node ends.
        with suppress(Exception):
            self._wake()
        if not self._closed.wait(STOP_WITHIN_S):
            leave_at_once(self._name, f'did not stop within {STOP_WITHIN_S:g} s')


def leave_at_once(name: str, reason: str) -> None:
    """End the process without waiting for threads that hang, exit code 1."""
    get_logger(name).fatal(f'{reason}: the process leaves')
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(1)


def run_node(name: str, make_node: Callable[[], RunnableNode], args: list[str] | None) -> int:
    """
    Start a node and spin it until it is interrupted or `ended`; return the exit code.

    An error that the user can correct is logged in one line, exit code 1; any other exception is
    raised with its traceback.
    """
    signals = StopSignals(name)
    try:
        rclpy.init(args=args, signal_handler_options=SignalHandlerOptions.NO)
        _spin(make_node(), signals)
    except ExternalShutdownException:
        pass
    except SegRosError as error:
        get_logger(name).fatal(str(error))
        return 1
    finally:
        signals.close()
        rclpy.try_shutdown()
    return 0


def _spin(node: RunnableNode, signals: StopSignals) -> None:
    assert isinstance(node, Node)
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    # A guard condition ends the turn in which the executor waits; `spin_until_future_complete`
    # would add one more callback to the future at every turn.
    wake = node.create_guard_condition(lambda: None)
    node.ended.add_done_callback(lambda ended: wake.trigger())
    signals.on_stop(wake.trigger)
    try:
        if not signals.is_set:
            node.start()
        while rclpy.ok() and not node.ended.done() and not signals.is_set:
            executor.spin_once()
        if node.ended.done():
            node.ended.result()
    finally:
        signals.on_stop(lambda: None)
        node.destroy_node()
        executor.shutdown(timeout_sec=0.0)
