# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The segmentation node warns of a calibration that it cannot scale, and segments all the same."""

from __future__ import annotations

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from harness import Camera, Domain
import pytest
from sensor_msgs.msg import CameraInfo, Image

pytestmark = pytest.mark.ros
NODE = '/segmentation_node'
K = [100.0, 0.0, 63.5, 0.0, 100.0, 35.5, 0.0, 0.0, 1.0]


@pytest.mark.parametrize(
    'info, text, size',
    [
        (CameraInfo(width=128, height=72, k=K), 'got 128 x 72 px for 64 x 48 px', (128, 72)),
        (CameraInfo(width=128, height=96), 'holds no calibration', (64, 48)),
        (CameraInfo(width=128, height=96, k=K, distortion_model='bent'), "'bent'", (64, 48)),
    ],
)
def test_it_warns_and_publishes(domain: Domain, half_green_image, info, text, size) -> None:
    Camera(domain, half_green_image)
    publisher = domain.node.create_publisher(CameraInfo, 'camera_info', 1)
    domain.node.create_timer(0.05, lambda: publisher.publish(info))
    infos = domain.subscribe(CameraInfo, f'{NODE}/camera_info')
    class_maps = domain.subscribe(Image, f'{NODE}/class_map')
    diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
    process = domain.start('segmentation_node')
    domain.until(lambda: infos and class_maps)
    domain.status_of(NODE, diagnostics, DiagnosticStatus.WARN, text, 'camera_info')
    assert (infos[-1].width, infos[-1].height) == size
    assert len(process.problem_lines) == 1 and text in process.problem_lines[0]
