# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Measure whether frames are later while hard images are kept, also on a slow disk.

    python -m benchmarks.hard_images [ROUNDS]     # needs ROS 2; five seconds a round

A camera of VGA and 30 Hz, a network that is faster, and subscribers to class map and mask;
messages are made and not sent. In each round the same views are processed without hard images,
with a disk as it is, and with one on which each of the five files of an image takes half a second.
An image a second is kept, 60 times as many as by default, and every view is another one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
import os
from pathlib import Path
import sys
from tempfile import TemporaryDirectory
import time
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
from rclpy.task import Future
from sensor_msgs.msg import Image
from std_msgs.msg import Header

from benchmarks.bench.models import BRISK_S, GROUP, kept_model
from benchmarks.bench.scenes import photo
from benchmarks.bench.steps import VGA
from seg_ros.cli.rounds import Figure
from seg_ros.cli.table import aligned
from seg_ros.parameters import HardImageParameters, SegmentationNodeParameters, SegmenterParameters
from seg_ros.ros.base.frame_worker import Frame
from seg_ros.ros.conversions.images import image_message
from seg_ros.ros.segmentation_node.hard_image_collector import HardImageCollector
from seg_ros.ros.segmentation_node.outputs import SegmentationPublishers
from seg_ros.ros.segmentation_node.segmentation_pipeline import (
    SegmentationParameterSet,
    SegmentationPipeline,
    SegmentationState,
)
from seg_ros.segmentation.segmenter import Segmenter

PERIOD_S = 1.0 / 30.0
FRAMES = 45
FSYNC_S = 0.5
WARM_UP = 10
WITHOUT, DISK, SLOW_DISK = 'without', 'disk as it is', 'disk of 0.5 s a file'
SUBSCRIBED = ('~/class_map', f'~/masks/{GROUP}')


class _Node:
    """Replaces a node of which some topics have a subscriber."""

    def create_publisher(self, kind: type, name: str, qos: object) -> SimpleNamespace:
        count = int(name in SUBSCRIBED)
        return SimpleNamespace(get_subscription_count=lambda: count, publish=lambda message: None)

    def create_subscription(self, *args: object) -> None:
        """Receive nothing."""

    def destroy_subscription(self, subscription: None) -> None:
        """Do nothing."""

    def get_clock(self) -> SimpleNamespace:
        now = SimpleNamespace(to_msg=lambda: Header().stamp)
        return SimpleNamespace(now=lambda: now)


class Case:
    """A pipeline of its own, with hard images kept in a folder or without."""

    def __init__(self, folder: Path | None) -> None:
        """Open the network."""
        node = _Node()
        segmenter = Segmenter(SegmenterParameters(model=str(kept_model(BRISK_S, 5).path)))
        infos = SimpleNamespace(at=lambda stamp_ns: None)
        publishers = SegmentationPublishers(node, infos)  # type: ignore[arg-type]
        publishers.update(segmenter)
        self._collector = folder and HardImageCollector(
            node,  # type: ignore[arg-type]
            HardImageParameters(str(folder), 3600, 0.0),
            segmenter,
            Future(),
        )
        self._pipeline = SegmentationPipeline(publishers, self._collector or None)
        parameters = SegmentationParameterSet(segmenter.parameters, SegmentationNodeParameters())
        self._state = SegmentationState(parameters, segmenter)

    def ages_s(self, views: list[Image]) -> list[float]:
        """
        Return for each view how long after its arrival, at 30 Hz, its messages were made.

        A frame that arrives while another is processed is one that arrives right after it.
        """
        ages_s = []
        start_s = made_s = time.monotonic()
        for number, view in enumerate(views):
            arrival_s = max(start_s + number * PERIOD_S, made_s)
            time.sleep(max(0.0, arrival_s - time.monotonic()))
            frame = Frame(Header(), time.time_ns(), arrival_s, {'image': view}, self._state)
            result = self._pipeline.process(frame)
            assert result is not None
            for _, make_message in self._pipeline.messages(frame, result):
                make_message()
            made_s = time.monotonic()
            ages_s.append(made_s - arrival_s)
            self._pipeline.on_published(frame, result)
        return ages_s

    @property
    def written_and_dropped(self) -> str:
        """Return how many images were written and how many dropped."""
        values = dict(self._collector.report().values) if self._collector else {}
        return f'{values.get("written", "-")}, {values.get("dropped", "-")}'


def main() -> None:
    """Print a row for each disk: ages over those without hard images."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    views = []
    for number in range(FRAMES):
        message, pixels = image_message('bgr8', *VGA)
        pixels[:] = photo(*VGA, number)
        views.append(message)
    ratios: dict[str, list[np.ndarray]] = {DISK: [], SLOW_DISK: []}
    with TemporaryDirectory() as folder, _slow_disk(Path(folder) / SLOW_DISK):
        names = (WITHOUT, DISK, SLOW_DISK)
        cases = {name: Case(None if name == WITHOUT else Path(folder) / name) for name in names}
        for case in cases.values():
            case.ages_s(views[:WARM_UP])
        for number in range(rounds):
            ages = {}
            # Forth and back, so that what the machine does otherwise affects all alike.
            for name in names[:: 1 if number % 2 else -1]:
                ages[name] = np.percentile(cases[name].ages_s(views), (50, 95, 100))
            for name, column in ratios.items():
                column.append(ages[name] / ages[WITHOUT])
        rows: list[tuple[str, ...]] = [
            ('age over that without', 'median', 'p95', 'highest', 'written, dropped')
        ]
        for name, columns in ratios.items():
            figures = [Figure(tuple(column)) for column in np.array(columns).T.tolist()]
            texts = [
                f'{one.median:.2f} ({one.lowest:.2f} to {one.highest:.2f})' for one in figures
            ]
            rows.append((name, *texts, cases[name].written_and_dropped))
        print(aligned(rows))


@contextmanager
def _slow_disk(folder: Path) -> Iterator[None]:
    """Let every file that is written through to this folder take so long."""
    fsync = os.fsync

    def slow(descriptor: int) -> None:
        if str(folder) in os.readlink(f'/proc/self/fd/{descriptor}'):
            time.sleep(FSYNC_S)
        fsync(descriptor)

    with patch('os.fsync', slow):
        yield


if __name__ == '__main__':
    main()
