# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A node that subscribes to topics, so that they are published, and may report message ages."""

from functools import partial
from importlib import import_module
import json
from struct import unpack_from
import sys
import time

from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.task import Future

from seg_ros.ros.base.spin import run_node

CHECK_EVERY_S = 0.1


class BenchListener(Node):
    """
    Subscribes with the QoS of the publishers, and prints a line when all topics are subscribed.

    With `for_s`, in seconds, it ends so long after the first message that comes then, and prints a
    line of JSON: for each topic, stamps and ages of its messages in seconds.
    """

    def __init__(self) -> None:
        """Declare the parameters: full names of the topics, and how long to listen."""
        super().__init__('bench_listener')
        self.ended = Future()
        self._waited_for = set(self.declare_parameter('topics', ['/image']).value)
        self._for_s = self.declare_parameter('for_s', 0.0).value
        self._received: dict[str, list[tuple[float, float]]] = {
            topic: [] for topic in self._waited_for
        }
        self._ends_s = float('inf')

    def start(self) -> None:
        """Check for the topics until all have a publisher."""
        self._check_timer = self.create_timer(CHECK_EVERY_S, self._subscribe_to_new)

    def _subscribe_to_new(self) -> None:
        for topic in sorted(self._waited_for):
            offers = self.get_publishers_info_by_topic(topic)
            if offers:
                self._waited_for.remove(topic)
                self._subscribe(topic, offers[0].topic_type, offers[0].qos_profile)
        if not self._waited_for:
            self._check_timer.cancel()
            print('all topics are subscribed', flush=True)
            if self._for_s > 0.0:
                self.create_timer(CHECK_EVERY_S, self._finish)

    def _subscribe(self, topic: str, kind: str, offer: QoSProfile) -> None:
        package, _, name = kind.split('/')
        qos = QoSProfile(depth=10, reliability=offer.reliability, durability=offer.durability)
        # Raw: deserialization is not part of what is measured.
        self.create_subscription(
            getattr(import_module(f'{package}.msg'), name),
            topic,
            partial(self._receive, topic),
            qos,
            raw=True,
        )

    def _receive(self, topic: str, data: bytes) -> None:
        if self._for_s <= 0.0 or self._waited_for:
            return
        now_s = time.time()
        # All these messages begin with a header, and that, behind 4 bytes of CDR, with its stamp.
        seconds, nanoseconds = unpack_from('=iI', data, 4)
        stamp_s = seconds + 1e-9 * nanoseconds
        self._received[topic].append((stamp_s, now_s - stamp_s))
        self._ends_s = min(self._ends_s, now_s + self._for_s)

    def _finish(self) -> None:
        if time.time() >= self._ends_s and not self.ended.done():
            print(json.dumps(self._received), flush=True)
            self.ended.set_result(None)


def main(args: list[str] | None = None) -> int:
    """Run the node until it is interrupted, or has received enough."""
    return run_node('bench_listener', BenchListener, args)


if __name__ == '__main__':
    sys.exit(main())
