# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Hard images are selected after publishing, and no frame waits for the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
import os
from pathlib import Path
from threading import Event
import time
from types import SimpleNamespace

import numpy as np
import pytest
from rclpy.task import Future
from std_msgs.msg import Header

from seg_ros.datatypes import SegmentationRequest
from seg_ros.errors import ParameterError
from seg_ros.label_files import read_label_file
from seg_ros.parameters import HardImageParameters, SegmentationNodeParameters, SegmenterParameters
from seg_ros.ros.base.frame_worker import Frame
from seg_ros.ros.conversions.images import image_message
from seg_ros.ros.segmentation_node import hard_image_collector
from seg_ros.ros.segmentation_node.hard_image_collector import HardImageCollector
from seg_ros.ros.segmentation_node.segmentation_pipeline import (
    SegmentationParameterSet,
    SegmentationPipeline,
    SegmentationState,
)
from seg_ros.segmentation.hard_image_folder import HardImageFolder
from seg_ros.segmentation.segmenter import Segmenter

TIMEOUT_S = 10.0
NODE = SimpleNamespace(
    create_subscription=lambda kind, topic, callback, qos: topic,
    destroy_subscription=lambda subscription: None,
)


class Publishers:
    """Asks for what the test says, and hands out the same memory again and again."""

    def __init__(self) -> None:
        self.requested: SegmentationRequest | None = SegmentationRequest()
        self._buffers: dict[str, np.ndarray] = {}

    def request(self, segmenter: Segmenter) -> SegmentationRequest | None:
        return self.requested

    def get_buffer(self, name: str, shape: tuple[int, ...], dtype: type) -> np.ndarray:
        return self._buffers.setdefault(name, np.empty(shape, dtype))


class Scores:
    """Replaces the network: vegetation everywhere, but for some columns that may be soil too."""

    def __init__(self) -> None:
        self.unsure_columns = 0

    def run(self, image: np.ndarray, names: tuple[str, ...]) -> list[np.ndarray]:
        scores = np.zeros((1, 2, 32, 32), np.float32)
        scores[:, 1] = 5.0
        scores[:, 1, :, : self.unsure_columns] = 0.1
        return [scores]


@dataclass
class Rig:
    """A pipeline with a collector, and a clock that the test sets."""

    collector: HardImageCollector
    pipeline: SegmentationPipeline
    publishers: Publishers
    segmenter: Segmenter
    clock: SimpleNamespace
    sent: int = 0

    def send(self, unsure_columns: int, contrast: int = 60, repeated: bool = False) -> bool:
        """Send a frame, gray with a dark bar, a second later; return whether it came out."""
        self.clock.now_s += 1.0
        self.segmenter.engine.unsure_columns = unsure_columns
        message, view = image_message('bgr8', 32, 32)
        # Another view each time, unless the test repeats the last one.
        self.sent += not repeated
        top = 4 * (self.sent % 6)
        view[:], view[top : top + 8] = 128, 128 - 2 * contrast
        parameters = SegmentationParameterSet(
            self.segmenter.parameters, SegmentationNodeParameters()
        )
        state = SegmentationState(parameters, self.segmenter)
        stamp_ns = int(self.clock.now_s * 1e9)
        header = Header(frame_id='lens')
        frame = Frame(header, stamp_ns, 0.0, {'image': message}, state)
        result = self.pipeline.process(frame)
        if result is not None:
            self.pipeline.on_published(frame, result)
        return result is not None


@pytest.fixture
def make_rig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Rig]]:
    clock = SimpleNamespace(now_s=1000.0)
    fake = SimpleNamespace(monotonic=lambda: clock.now_s, time=time.time)
    monkeypatch.setattr(hard_image_collector, 'time', fake)
    rigs = []

    def make(**changes: object) -> Rig:
        parameters = HardImageParameters(
            keep_hard_images=str(tmp_path / 'hard'),
            hard_images_interval_s=0.0,
            hard_images_free_mb=0,
        )
        segmenter = Segmenter(SegmenterParameters())
        segmenter.engine = Scores()
        collector = HardImageCollector(NODE, replace(parameters, **changes), segmenter, Future())
        publishers = Publishers()
        rigs.append(
            Rig(
                collector,
                SegmentationPipeline(publishers, collector),
                publishers,
                segmenter,
                clock,
            )
        )
        return rigs[-1]

    yield make
    for rig in rigs:
        rig.collector.close()


def names_in(folder: Path) -> list[str]:
    return sorted(file.stem for file in (folder / 'hard' / 'images').iterdir())


def test_the_hardest_image_is_kept_as_it_was_when_it_was_the_hardest(make_rig, tmp_path) -> None:
    rig = make_rig(hard_images_per_hour=60)
    for columns in (4, 12, 8):
        assert rig.send(columns)
    rig.collector.close()
    assert names_in(tmp_path) == ['19700101_001642_000']
    ids = read_label_file(tmp_path / 'hard' / 'labels' / '19700101_001642_000.png')
    # Its 12 unsure columns, though the memory of the result was written over afterwards.
    assert np.array_equal(ids[5], [255] * 12 + [1] * 20)


def test_a_disk_that_hangs_delays_no_frame(make_rig, monkeypatch) -> None:
    entered, forever = Event(), Event()

    def hang(self: HardImageFolder, name: str, image: object) -> str:
        entered.set()
        forever.wait()
        return name

    monkeypatch.setattr(HardImageFolder, 'add', hang)
    rig = make_rig(hard_images_per_hour=3600)
    assert rig.send(8) and rig.send(8) and entered.wait(TIMEOUT_S)
    assert all(rig.send(8) for _ in range(30))
    report = rig.collector.report()
    assert report.level == 'warn' and 'too slow, 29 were dropped' in report.message
    forever.set()


def test_an_image_that_shows_nothing_is_not_kept(make_rig, tmp_path) -> None:
    rig = make_rig()
    assert rig.send(16, contrast=2)
    rig.collector.close()
    assert names_in(tmp_path) == []


def test_a_camera_that_stands_still_leaves_one_image(make_rig, tmp_path) -> None:
    rig = make_rig(hard_images_per_hour=3600)
    for _ in range(6):
        rig.send(8, repeated=True)
    rig.send(8)
    rig.collector.close()
    assert names_in(tmp_path) == ['19700101_001641_000', '19700101_001647_000']


def test_images_are_examined_without_subscribers_once_a_second(make_rig) -> None:
    rig = make_rig()
    rig.publishers.requested = None
    assert rig.send(8)
    rig.clock.now_s -= 0.5
    assert not rig.send(8)


def test_quota_and_names_go_on_after_a_restart(make_rig, tmp_path) -> None:
    def keep_all() -> None:
        rig = make_rig(hard_images_per_hour=2)
        for _ in range(2300):
            rig.clock.now_s += 0.5
            if rig.collector.is_due():
                rig.send(8)
        rig.collector.close()

    keep_all()
    assert len(names_in(tmp_path)) == 2
    keep_all()
    assert len(names_in(tmp_path)) == 2
    for file in (tmp_path / 'hard' / 'images').iterdir():
        os.utime(file, (time.time() - 3600.0,) * 2)
    keep_all()
    assert len(names_in(tmp_path)) == 4


def test_a_disk_with_little_space_is_left_alone(make_rig, tmp_path) -> None:
    rig = make_rig(hard_images_free_mb=100_000_000)
    rig.send(8)
    rig.collector.close()
    report = rig.collector.report()
    assert report.level == 'warn' and 'less than hard_images_free_mb, 100000000' in report.message
    assert names_in(tmp_path) == []


def test_a_network_without_probabilities_is_refused(make_rig, monkeypatch) -> None:
    heads = [SimpleNamespace(kind='class_map')]
    monkeypatch.setattr(
        Segmenter,
        '__init__',
        lambda self, parameters: vars(self).update(io_spec=SimpleNamespace(heads=heads)),
    )
    with pytest.raises(ParameterError, match='keep_hard_images must be empty with a network'):
        make_rig()
