# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A node that hears topics, so that they are worth sending, and does nothing with them."""

from importlib import import_module
import sys

from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.task import Future

from seg_ros.ros.node.running import run_node


class BenchListener(Node):
    """Subscribes as the publishers offer; says so in one line when it hears all topics."""

    def __init__(self) -> None:
        """Take the full names of the topics, a parameter."""
        super().__init__('bench_listener')
        self.ended = Future()
        self._waited_for = set(self.declare_parameter('topics', ['/image']).value)

    def start(self) -> None:
        """Look for the topics until all are there."""
        self._looking = self.create_timer(0.1, self._look)

    def _look(self) -> None:
        for topic in sorted(self._waited_for):
            offers = self.get_publishers_info_by_topic(topic)
            if offers:
                self._waited_for.remove(topic)
                self._subscribe(topic, offers[0].topic_type, offers[0].qos_profile)
        if not self._waited_for:
            self._looking.cancel()
            print('all topics are heard', flush=True)

    def _subscribe(self, topic: str, kind: str, offer: QoSProfile) -> None:
        package, _, name = kind.split('/')
        qos = QoSProfile(depth=10, reliability=offer.reliability, durability=offer.durability)
        # Raw: what it costs to read a message is no concern of those who send it.
        self.create_subscription(
            getattr(import_module(f'{package}.msg'), name), topic, lambda data: None, qos,
            raw=True)


def main(args: list[str] | None = None) -> int:
    """Run the node until it is interrupted."""
    return run_node('bench_listener', BenchListener, args)


if __name__ == '__main__':
    sys.exit(main())
