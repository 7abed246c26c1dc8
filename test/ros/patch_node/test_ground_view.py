# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The ground map is made again when something has changed, and only then."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sensor_msgs.msg import CameraInfo

from seg_ros.geometry.mount import CameraPose, mounted
from seg_ros.parameters import GeometryParameters
from seg_ros.ros.patch_node.ground_view import GroundView

SETTINGS = GeometryParameters()
INFO = CameraInfo(width=8, height=6, k=[10.0, 0.0, 3.5, 0.0, 10.0, 2.5, 0.0, 0.0, 1.0])
POSE = mounted(0.0, 0.0, 1.0, 90.0)


def other_info() -> CameraInfo:
    info = CameraInfo(width=8, height=6, k=INFO.k.copy())
    info.header.stamp.sec = 7
    return info


@pytest.mark.parametrize(
    'parameters, shape, pose, is_same',
    [
        (SETTINGS, (6, 8), POSE, True),
        (SETTINGS, (6, 8), mounted(0.0004, 0.0, 1.0, 90.0), True),
        (SETTINGS, (6, 8), mounted(0.0006, 0.0, 1.0, 90.0), False),
        (SETTINGS, (6, 8), mounted(0.0, 0.0, 1.0, 90.019), True),
        (SETTINGS, (6, 8), mounted(0.0, 0.0, 1.0, 90.021), False),
        (SETTINGS, (12, 16), POSE, False),
        (replace(SETTINGS, canopy_height_m=0.1), (6, 8), POSE, False),
    ],
)
def test_what_makes_a_new_map(parameters, shape, pose: CameraPose, is_same: bool) -> None:
    view = GroundView()
    first = view.seen(SETTINGS, (6, 8), INFO, POSE)
    assert (view.seen(parameters, shape, other_info(), pose) is first) == is_same


def test_it_shows_the_ground() -> None:
    ground = GroundView().seen(SETTINGS, (6, 8), INFO, POSE)
    assert ground.x_m[0, 0] == pytest.approx(0.25) and ground.y_m[0, 0] == pytest.approx(0.35)
    assert ground.area_m2[3, 4] == pytest.approx(0.01)


def test_a_fixed_scale_needs_no_calibration() -> None:
    view, parameters = GroundView(), GeometryParameters(metres_per_pixel=0.002, camera_x_m=1.0)
    ground = view.scaled(parameters, (6, 8))
    assert ground.area_m2[0, 0] == pytest.approx(4e-6)
    assert ground.x_m.mean() == pytest.approx(1.0)
    assert view.scaled(parameters, (6, 8)) is ground
    assert view.scaled(parameters, (12, 8)).shape == (12, 8)
