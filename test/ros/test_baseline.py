# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The node that performance.md compares with answers what ours does: it is a fair one."""

from __future__ import annotations

from pathlib import Path

from harness import Camera
import numpy as np
import pytest
from sensor_msgs.msg import Image as ImageMessage

from benchmarks.bench.models import make_model
from seg_ros.datatypes import Image, SegmentationRequest
from seg_ros.parameters import SegmenterParameters
from seg_ros.ros.conversions.images import read_image
from seg_ros.segmentation.segmenter import Segmenter

pytestmark = pytest.mark.ros
BASELINE = Path(__file__).parents[2] / 'benchmarks' / 'performance' / 'baseline.py'


def test_it_says_what_the_segmenter_says(domain, half_green_image, tmp_path) -> None:
    pytest.importorskip('onnx', reason='onnx is not installed')
    model = make_model(tmp_path, 0.0)
    pixels = np.kron(half_green_image, np.ones((10, 10, 1), np.uint8))
    Camera(domain, pixels, 'image')
    answers = {
        topic: domain.subscribe(ImageMessage, f'/baseline/{topic}')
        for topic in ('class_map', 'confidence', 'overlay')
    }
    domain.start_file(BASELINE, '-p', f'model:={model.path}')
    domain.until(lambda: all(answers.values()))
    said = {topic: read_image(received[0]).pixels for topic, received in answers.items()}
    request = SegmentationRequest(confidence=True)
    ours = Segmenter(SegmenterParameters(model=str(model.path))).process(
        Image(pixels, 'bgr'), request
    )
    assert np.mean(np.squeeze(said['class_map']) == ours.class_map) > 0.999
    off = np.abs(np.squeeze(said['confidence']).astype(int) - ours.confidence)
    assert np.percentile(off, 95) <= 25
    assert said['overlay'].shape == pixels.shape
