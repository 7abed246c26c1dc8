# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The patch node, in a process of its own, with calibrations that cannot be used."""

from __future__ import annotations

import re

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from patch_rig import HEIGHT, MOUNT, ReceivedTopics, Rig, WIDTH
import pytest

pytestmark = pytest.mark.ros
NODE = '/patch_node'
STILL = (*MOUNT, '-p', 'motion:=still')


@pytest.mark.parametrize(
    'change, argument, pattern',
    [
        ({'distortion_model': 'bent'}, 'rectified:=false', "must be one of .* got 'bent'"),
        ({}, 'rectified:=true', 'must hold a calibration, got 0 as fx of P'),
    ],
)
def test_a_refused_calibration_is_told_and_a_better_one_is_used(
    domain, change, argument, pattern
) -> None:
    rig, received = Rig(domain), ReceivedTopics(domain)
    for name, value in change.items():
        setattr(rig.info, name, value)
    diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
    process = domain.start('patch_node', *STILL, '-p', argument)
    for name in ('camera_info', 'frames'):
        status = domain.status_of(NODE, diagnostics, DiagnosticStatus.ERROR, name=name)
        assert re.search(pattern, status.message)
    assert len(process.problem_lines) == 1 and re.search(pattern, process.problem_lines[0])
    assert received['points'] == []
    rig.info.distortion_model = 'plumb_bob'
    rig.info.p[:] = [100.0, 0, (WIDTH - 1) / 2, 0, 0, 100.0, (HEIGHT - 1) / 2, 0, 0, 0, 1.0, 0]
    domain.until(lambda: received['points'])
    domain.status_of(NODE, diagnostics, DiagnosticStatus.OK, name='camera_info')


def test_a_calibration_of_another_image_is_refused_in_mid_run(domain) -> None:
    rig, received = Rig(domain), ReceivedTopics(domain)
    diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
    process = domain.start('patch_node', *STILL)
    domain.until(lambda: received['points'])
    rig.info.width = 2 * WIDTH
    domain.status_of(
        NODE,
        diagnostics,
        DiagnosticStatus.ERROR,
        f'aspect ratio of its image, got {2 * WIDTH} x {HEIGHT} px for {WIDTH} x {HEIGHT} px',
        'camera_info',
    )
    before = len(received['points'])
    domain.status_of(NODE, diagnostics, DiagnosticStatus.ERROR, 'aspect ratio')
    assert len(received['points']) == before
    # The size fits again, but K is that of twice the size.
    rig.info.width, rig.info.k[:6] = WIDTH, [200.0, 0, WIDTH - 0.5, 0, 200.0, HEIGHT - 0.5]
    domain.until(lambda: len(received['points']) > before)
    domain.status_of(
        NODE,
        diagnostics,
        DiagnosticStatus.WARN,
        f'of {WIDTH} px, got {WIDTH - 0.5}',
        'camera_info',
    )
    assert process.log_text.count('camera_info has changed, now') == 1
