# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A node that records topics, measures their rates and latencies, and then exits."""

import argparse
from collections import defaultdict
from contextlib import closing, suppress
from dataclasses import asdict
from functools import partial
from importlib import import_module
import json
from pathlib import Path
import sys
import time
from typing import Any

import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.time import Time
from rclpy.utilities import remove_ros_args
from sensor_msgs.msg import CompressedImage, Image

from seg_ros.atomic_files import write_image, write_text
from seg_ros.errors import FrameError
from seg_ros.ros.conversions.images import read_compressed, read_image
from seg_ros.ros.recorder.bag import Bag
from seg_ros.ros.recorder.topic_statistics import topic_figures, TopicFigures
from seg_ros.segmentation.overlay import as_bgr

TIMEOUT_S = 20.0
"""Recording ends after this time without a message on the first topic."""

STAMPS_IN_MEMORY = 20
"""Number of newest stamps whose images are kept for `save_images`."""


class Recorder(Node):
    """Subscribes with the QoS of the publishers, writes messages to a bag and measures topics."""

    def __init__(self, topics: list[str], bag: Bag) -> None:
        """Subscribe to these topics once they are published; the first one is counted."""
        super().__init__('recorder')
        self._not_subscribed = set(topics)
        self._counted = topics[0]
        self._bag = bag
        self._arrivals_ns: dict[str, list[int]] = defaultdict(list)
        self._latencies_ns: dict[str, list[int]] = defaultdict(list)
        self._is_simulated = self.get_parameter('use_sim_time').value
        self._first_ns: dict[int, int] = {}
        self._types: dict[str, str] = {}
        self._images: dict[int, dict[str, Image | CompressedImage]] = defaultdict(dict)
        self.create_timer(0.1, self._subscribe)

    @property
    def count(self) -> int:
        """Return the number of messages received on the first topic."""
        return len(self._arrivals_ns.get(self._counted, ()))

    def _subscribe(self) -> None:
        for topic, types in self.get_topic_names_and_types():
            publishers = self.get_publishers_info_by_topic(topic)
            if topic not in self._not_subscribed or not publishers:
                continue
            self._not_subscribed.remove(topic)
            package, _, name = types[0].split('/')
            message_class = getattr(import_module(f'{package}.msg'), name)
            offered = publishers[0].qos_profile
            qos = QoSProfile(
                depth=10, reliability=offered.reliability, durability=offered.durability
            )
            self._types[topic] = types[0]
            callback = partial(self._on_message, topic)
            self.create_subscription(message_class, topic, callback, qos)

    def _on_message(self, topic: str, message: Any) -> None:
        now = self.get_clock().now()
        self._arrivals_ns[topic].append(now.nanoseconds)
        stamp_ns = 0
        if hasattr(message, 'header'):
            stamp_ns = Time.from_msg(message.header.stamp).nanoseconds
            self._latencies_ns[topic].append(self._latency_ns(stamp_ns, now.nanoseconds))
        if isinstance(message, (Image, CompressedImage)):
            self._images[stamp_ns][topic] = message
            for old in sorted(self._images)[:-STAMPS_IN_MEMORY]:
                del self._images[old]
        self._bag.write(topic, message, now.nanoseconds)

    def _latency_ns(self, stamp_ns: int, now_ns: int) -> int:
        """Return the time since the stamp; with simulated time, since its first message."""
        if not self._is_simulated:
            return now_ns - stamp_ns
        steady_ns = time.monotonic_ns()
        return steady_ns - self._first_ns.setdefault(stamp_ns, steady_ns)

    def figures(self) -> list[TopicFigures]:
        """Return the figures of every topic with messages, sorted by name."""
        return [
            topic_figures(topic, self._types[topic], arrivals, self._latencies_ns[topic])
            for topic, arrivals in sorted(self._arrivals_ns.items())
        ]

    def save_images(self, folder: Path) -> None:
        """Write the images of one stamp as PNG: of the newest among those with most topics."""
        if not self._images:
            return
        stamp = max(self._images, key=lambda stamp: (len(self._images[stamp]), stamp))
        for topic, message in self._images[stamp].items():
            # An image of an unknown encoding is in the recording only.
            with suppress(FrameError):
                image = (
                    read_image(message) if isinstance(message, Image) else read_compressed(message)
                )
                pixels = image.pixels if image.order == 'gray' else as_bgr(image)
                write_image(folder / f'{topic.strip("/").replace("/", ".")}.png', pixels)


def record(recorder: Recorder, wanted: int) -> bool:
    """
    Spin until the first topic has `wanted` messages, and print a line for each.

    Return False after TIMEOUT_S without a message. With `wanted` 0, spin until interrupted.
    """
    printed, last_s = 0, time.monotonic()
    with suppress(KeyboardInterrupt, ExternalShutdownException):
        while not wanted or printed < wanted and time.monotonic() - last_s < TIMEOUT_S:
            rclpy.spin_once(recorder, timeout_sec=0.5)
            for _ in range(recorder.count - printed):
                print(flush=True)
                printed, last_s = printed + 1, time.monotonic()
    return printed >= wanted


def main(args: list[str] | None = None) -> int:
    """Record, then write figures.json and images/ beside the recording; 1 after a timeout."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument(
        '--messages', type=int, default=100, help='of the first topic; 0: until interrupted'
    )
    parser.add_argument('topics', nargs='+')
    options = parser.parse_args(remove_ros_args(args or sys.argv)[1:])
    rclpy.init(args=args)
    try:
        with closing(Bag(options.out / 'recording')) as bag:
            recorder = Recorder(options.topics, bag)
            complete = record(recorder, options.messages)
        figures = [asdict(figure) for figure in recorder.figures()]
        write_text(options.out / 'figures.json', json.dumps(figures, indent=2))
        if complete:
            recorder.save_images(options.out / 'images')
        return 0 if complete else 1
    finally:
        rclpy.try_shutdown()
