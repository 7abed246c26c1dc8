# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Calibrations that the nodes which compute meters refuse, and what they do then."""

from __future__ import annotations

from collections.abc import Callable
import re

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus
from harness import Domain
import pytest
from sensor_msgs.msg import CameraInfo

each_unusable_calibration = pytest.mark.parametrize(
    'change, argument, pattern',
    [
        ({'distortion_model': 'bent'}, 'rectified:=false', "must be one of .* got 'bent'"),
        ({}, 'rectified:=true', 'must hold a calibration, got 0 as fx of P'),
    ],
)


def check_refusal_and_recovery(
    domain: Domain,
    command: tuple[str, ...],
    info: CameraInfo,
    change: dict[str, str],
    pattern: str,
    outputs: Callable[[], list],
) -> list[DiagnosticArray]:
    """Start a node on a changed calibration, then mend that; return its diagnostics."""
    for name, value in change.items():
        setattr(info, name, value)
    diagnostics = domain.subscribe(DiagnosticArray, '/diagnostics')
    process = domain.start(*command)
    for name in ('camera_info', 'frames'):
        status = domain.status_of(f'/{command[0]}', diagnostics, DiagnosticStatus.ERROR, name=name)
        assert re.search(pattern, status.message)
    assert len(process.problem_lines) == 1 and re.search(pattern, process.problem_lines[0])
    assert outputs() == []
    info.distortion_model = 'plumb_bob'
    center_x, center_y = (info.width - 1) / 2, (info.height - 1) / 2
    info.p[:] = [100.0, 0, center_x, 0, 0, 100.0, center_y, 0, 0, 0, 1.0, 0]
    domain.until(outputs)
    return diagnostics
