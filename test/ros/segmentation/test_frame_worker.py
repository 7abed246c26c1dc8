# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Who brings an image stands still until the network runs on it, no longer."""

from threading import Event
import time
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest
from sensor_msgs.msg import Image

from seg_ros.ros.segmentation import frame_worker
from seg_ros.ros.segmentation.frame_worker import FrameWorker
from seg_ros.ros.segmentation.stopwatch import Stopwatch
from seg_ros.settings import SegmentationNodeSettings

PATIENCE_S = 10.0


def test_the_executor_goes_on_as_the_network_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    runs, may_end = Event(), Event()

    def run(tensor: object, names: object) -> list:
        runs.set()
        may_end.wait(PATIENCE_S)
        return []

    engine = Stopwatch(SimpleNamespace(inputs=(), outputs=(), provider='', run=run))
    monkeypatch.setattr(frame_worker, 'CameraInput', MagicMock())
    monkeypatch.setattr(frame_worker, 'HEAD_START_S', PATIENCE_S)
    monkeypatch.setattr(FrameWorker, '_age_s', lambda worker, header: 0.0)
    monkeypatch.setattr(
        FrameWorker, '_handle', lambda worker, *arrival: engine.run(None, ()))
    worker = FrameWorker(MagicMock(), MagicMock(), SimpleNamespace(engine=engine),
                         SegmentationNodeSettings(), MagicMock())
    worker.start()
    start_s = time.monotonic()
    while not worker._newest.is_awaited and time.monotonic() < start_s + PATIENCE_S:
        time.sleep(0.001)
    worker._receive(Image())
    stood_s = time.monotonic() - start_s
    assert runs.wait(PATIENCE_S) and stood_s < PATIENCE_S
    may_end.set()
    worker.stop()
