# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The patch node, in a process of its own, with calibrations that cannot be used."""

from __future__ import annotations

from calibrations import check_refusal_and_recovery, each_unusable_calibration
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from patch_rig import HEIGHT, MOUNT, ReceivedTopics, Rig, WIDTH
import pytest

pytestmark = pytest.mark.ros
NODE = '/patch_node'
STILL = (*MOUNT, '-p', 'motion:=still')


@each_unusable_calibration
def test_a_refused_calibration_is_told_and_a_better_one_is_used(
    domain, change, argument, pattern
) -> None:
    rig, received = Rig(domain), ReceivedTopics(domain)
    command = ('patch_node', *STILL, '-p', argument)
    diagnostics = check_refusal_and_recovery(
        domain, command, rig.info, change, pattern, lambda: received['points']
    )
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
