# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Who brings an image stands still until the network runs on it, no longer."""

from threading import Event
import time
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest
from sensor_msgs.msg import Image

from seg_ros.parameters import SegmentationNodeParameters
from seg_ros.ros.segmentation_node.frame_worker import FrameWorker
from seg_ros.ros.segmentation_node.node import frame_worker
from seg_ros.ros.segmentation_node.timed_engine import TimedEngine

PATIENCE_S = 10.0


def test_the_executor_goes_on_as_the_network_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    is_in_hand, may_end = Event(), Event()
    network = SimpleNamespace(
        inputs=(), outputs=(), provider='', run=lambda *words: may_end.wait(PATIENCE_S)
    )
    engine = TimedEngine(network)

    def handle(*arrival: object) -> None:
        is_in_hand.set()
        engine.run(None, ())

    monkeypatch.setattr(frame_worker, 'CameraInput', MagicMock())
    monkeypatch.setattr(frame_worker, 'HEAD_START_S', PATIENCE_S)
    monkeypatch.setattr(FrameWorker, '_age_s', lambda worker, header: 0.0)
    monkeypatch.setattr(FrameWorker, '_handle', handle)
    worker = FrameWorker(
        MagicMock(),
        MagicMock(),
        SimpleNamespace(engine=engine),
        SegmentationNodeParameters(),
        MagicMock(),
    )
    worker.start()
    start_s = time.monotonic()
    try:
        while not worker._newest.is_awaited and time.monotonic() < start_s + PATIENCE_S:
            time.sleep(0.001)
        worker._receive(Image())
        assert is_in_hand.is_set() and time.monotonic() < start_s + PATIENCE_S
    finally:
        may_end.set()
        worker.stop()
