# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A node that records topics, measures their rates and latencies, and ends by itself."""

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

import cv2
import numpy as np
import rclpy
from rclpy.executors import ExternalShutdownException
from rclpy.node import Node
from rclpy.qos import QoSProfile
from rclpy.time import Time
from rclpy.utilities import remove_ros_args
from sensor_msgs.msg import CompressedImage, Image

from seg_ros.atomic_files import write_text
from seg_ros.ros.recorder.bag import Bag, compress
from seg_ros.ros.recorder.topic_statistics import topic_figures, TopicFigures

PATIENCE_S = 20.0


class Recorder(Node):
    """Subscribes as the publishers offer, writes each message to the bag, keeps the figures."""

    def __init__(self, topics: list[str], bag: Bag) -> None:
        """Wait for these topics; the messages of the first tell the progress."""
        super().__init__('recorder')
        self._waited_for = set(topics)
        self._counted = topics[0]
        self._bag = bag
        self._arrivals_ns: dict[str, list[int]] = defaultdict(list)
        self._latencies_ns: dict[str, list[int]] = defaultdict(list)
        self._is_simulated = self.get_parameter('use_sim_time').value
        self._first_ns: dict[int, int] = {}
        self._types: dict[str, str] = {}
        self._pictures: dict[int, dict[str, Any]] = defaultdict(dict)
        self.create_timer(0.1, self._subscribe)

    @property
    def count(self) -> int:
        """Return how many messages came on the first topic."""
        return len(self._arrivals_ns.get(self._counted, ()))

    def _subscribe(self) -> None:
        for topic, kinds in self.get_topic_names_and_types():
            offers = self.get_publishers_info_by_topic(topic)
            if topic not in self._waited_for or not offers:
                continue
            self._waited_for.remove(topic)
            package, _, name = kinds[0].split('/')
            message_class = getattr(import_module(f'{package}.msg'), name)
            offer = offers[0].qos_profile
            qos = QoSProfile(depth=10, reliability=offer.reliability, durability=offer.durability)
            self._types[topic] = kinds[0]
            self.create_subscription(message_class, topic, partial(self._take, topic), qos)

    def _take(self, topic: str, message: Any) -> None:
        now = self.get_clock().now()
        self._arrivals_ns[topic].append(now.nanoseconds)
        stamp_ns = 0
        if hasattr(message, 'header'):
            stamp_ns = Time.from_msg(message.header.stamp).nanoseconds
            self._latencies_ns[topic].append(self._age_ns(stamp_ns, now.nanoseconds))
        if isinstance(message, (Image, CompressedImage)):
            self._pictures[stamp_ns][topic] = message
            for old in sorted(self._pictures)[:-20]:
                del self._pictures[old]
        self._bag.write(topic, message, now.nanoseconds)

    def _age_ns(self, stamp_ns: int, now_ns: int) -> int:
        """Return the time since the stamp, or in a simulation since it was first heard of."""
        if not self._is_simulated:
            return now_ns - stamp_ns
        steady_ns = time.monotonic_ns()
        return steady_ns - self._first_ns.setdefault(stamp_ns, steady_ns)

    def figures(self) -> list[TopicFigures]:
        """Return the figures of every topic that was heard, by name."""
        return [
            topic_figures(topic, self._types[topic], arrivals, self._latencies_ns[topic])
            for topic, arrivals in sorted(self._arrivals_ns.items())
        ]

    def save_images(self, folder: Path) -> None:
        """Write as PNG the images of the newest stamp that has the most of them, if any came."""
        if not self._pictures:
            return
        stamp = max(self._pictures, key=lambda stamp: (len(self._pictures[stamp]), stamp))
        folder.mkdir(parents=True, exist_ok=True)
        for topic, message in self._pictures[stamp].items():
            data = message if isinstance(message, CompressedImage) else compress(message)
            pixels = cv2.imdecode(np.frombuffer(data.data, np.uint8), cv2.IMREAD_UNCHANGED)
            if pixels is not None:
                cv2.imwrite(str(folder / f'{topic.strip("/").replace("/", ".")}.png'), pixels)


def record(recorder: Recorder, wanted: int) -> bool:
    """
    Spin until the first topic brought what is wanted, a line for each; False on silence.

    With nothing wanted, spin until interrupted.
    """
    told, heard_s = 0, time.monotonic()
    with suppress(KeyboardInterrupt, ExternalShutdownException):
        while not wanted or told < wanted and time.monotonic() - heard_s < PATIENCE_S:
            rclpy.spin_once(recorder, timeout_sec=0.5)
            for _ in range(recorder.count - told):
                print(flush=True)
                told, heard_s = told + 1, time.monotonic()
    return told >= wanted


def main(args: list[str] | None = None) -> int:
    """Record, then write figures.json and images/ beside the recording; 1 when nothing came."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument('--out', type=Path, required=True)
    parser.add_argument(
        '--messages', type=int, default=100, help='of the first topic; 0: until interrupted'
    )
    parser.add_argument('topics', nargs='+')
    asked = parser.parse_args(remove_ros_args(args or sys.argv)[1:])
    rclpy.init(args=args)
    try:
        with closing(Bag(asked.out / 'recording')) as bag:
            recorder = Recorder(asked.topics, bag)
            complete = record(recorder, asked.messages)
        figures = [asdict(figure) for figure in recorder.figures()]
        write_text(asked.out / 'figures.json', json.dumps(figures, indent=2))
        if complete:
            recorder.save_images(asked.out / 'pictures')
        return 0 if complete else 1
    finally:
        rclpy.try_shutdown()
