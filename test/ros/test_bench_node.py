# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The watched node answers as the segmentation node does, and tells what it saw."""

from __future__ import annotations

import json

from harness import Camera
import pytest
from sensor_msgs.msg import Image

from benchmarks.bench.models import make_model

pytestmark = pytest.mark.ros


@pytest.mark.parametrize('bare', [True, False])
def test_it_ends_when_it_has_seen_enough(domain, half_green_image, tmp_path, bare) -> None:
    pytest.importorskip('onnx', reason='onnx is not installed')
    model = make_model(tmp_path, 0.0)
    class_maps = domain.subscribe(Image, '/segmentation_node/class_map')
    camera = Camera(domain, half_green_image)
    camera.age_s = 0.5
    process = domain.start(
        'benchmarks.bench.node_under_test',
        '-p',
        f'model:={model.path}',
        '-p',
        'frames:=4',
        '-p',
        f'bare:={json.dumps(bare)}',
    )
    domain.until(lambda: process.has_ended)
    assert process.wait() == 0 and class_maps
    reported = next(line for line in process.log_text.splitlines() if line.startswith('{'))
    watched = json.loads(reported)
    assert len(watched['ages_s']) == len(watched['runs_s']) == 4
    assert all(age_s > 0.5 + run_s for age_s, run_s in zip(watched['ages_s'], watched['runs_s']))
    assert len(watched['bare_s']) == (4 if bare else 0)
    assert all(gap_s > 0 for gap_s in watched['gaps_s'])
