# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A ground plane is made again when camera or place have changed, and only then."""

from __future__ import annotations

import pytest
from sensor_msgs.msg import CameraInfo

from seg_ros.errors import ParameterError
from seg_ros.geometry.mount import mounted
from seg_ros.ros.base.plane_view import PlaneView

INFO = CameraInfo(width=8, height=6, k=[10.0, 0.0, 3.5, 0.0, 10.0, 2.5, 0.0, 0.0, 1.0])
POSE = mounted(0.0, 0.0, 1.0, 30.0)


@pytest.mark.parametrize(
    'shape, pose, height_m, is_same',
    [
        ((6, 8), POSE, 0.0, True),
        ((6, 8), mounted(0.0, 0.0004, 1.0, 30.0), 0.0, True),
        ((6, 8), mounted(0.0, 0.0006, 1.0, 30.0), 0.0, False),
        ((6, 8), mounted(0.0, 0.0, 1.0, 30.019), 0.0, True),
        ((6, 8), mounted(0.0, 0.0, 1.0, 30.021), 0.0, False),
        ((12, 16), POSE, 0.0, False),
        ((6, 8), POSE, 0.1, False),
    ],
)
def test_what_makes_a_new_plane(shape, pose, height_m: float, is_same: bool) -> None:
    view = PlaneView()
    first = view.seen(INFO, (6, 8), False, POSE)
    assert (view.seen(INFO, shape, False, pose, height_m) is first) == is_same


def test_many_small_moves_add_up() -> None:
    view = PlaneView()
    first = view.seen(INFO, (6, 8), False, POSE)
    planes = [
        view.seen(INFO, (6, 8), False, mounted(0.0003 * step, 0.0, 1.0, 30.0)) for step in (1, 2)
    ]
    assert planes[0] is first and planes[1] is not first


def test_a_camera_below_the_plane_is_refused() -> None:
    with pytest.raises(ParameterError, match='must be above 1.5 m, the plane'):
        PlaneView().seen(INFO, (6, 8), False, POSE, 1.5)
