# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From the start of a node's process to its exit code."""

from collections.abc import Callable
import signal
from types import TracebackType

import rclpy
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.logging import get_logger
from rclpy.node import Node
from rclpy.task import Future

from seg_ros.errors import SegRosError


class HandOver:
    """A context that hands what is raised in it to a future, for the main thread to raise."""

    def __init__(self, ended: Future) -> None:
        """Remember the future."""
        self._ended = ended

    def __enter__(self) -> 'HandOver':
        """Do nothing yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Hand over and suppress; a keyboard interrupt goes its own way."""
        if isinstance(error, Exception):
            self._ended.set_exception(error)
        return isinstance(error, Exception)


def run_node(name: str, make_node: Callable[[], Node], args: list[str] | None) -> int:
    """
    Start a node and spin it until it is interrupted or `ended`; return the exit code.

    `ended` is a future of the node, `start` what it does before it is spun. What the user can mend
    is logged in one line; a bug is raised with its traceback.
    """
    rclpy.init(args=args)
    try:
        _spin(make_node())
    except (KeyboardInterrupt, ExternalShutdownException):
        pass
    except RuntimeError:
        # A signal may come in the middle of a callback that publishes, or of taking a message.
        if rclpy.ok():
            raise
    except SegRosError as error:
        get_logger(name).fatal(str(error))
        return 1
    finally:
        rclpy.try_shutdown()
    return 0


def _spin(node: Node) -> None:
    executor = SingleThreadedExecutor()
    executor.add_node(node)
    # `spin_until_future_complete` hangs one more callback on the future at every turn. A guard
    # is work to do: it lets the turn end in which the executor waits.
    end = node.create_guard_condition(lambda: None)
    node.ended.add_done_callback(lambda ended: end.trigger())
    try:
        node.start()
        while rclpy.ok() and not node.ended.done():
            executor.spin_once()
        if node.ended.done():
            node.ended.result()
    finally:
        # A launch system hands on the interrupt that its whole group has had already; the second
        # must not meet threads that are being ended.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        executor.shutdown(timeout_sec=0.0)
        node.destroy_node()
