# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A ground plane is computed again when camera or pose have changed, and only then."""

from __future__ import annotations

from copy import deepcopy

import pytest
from sensor_msgs.msg import CameraInfo

from seg_ros.errors import ParameterError
from seg_ros.geometry.mount import CameraPose, mounted
from seg_ros.ros.base.ground_geometry import GroundGeometry

INFO = CameraInfo(width=8, height=6, k=[10.0, 0.0, 3.5, 0.0, 10.0, 2.5, 0.0, 0.0, 1.0])
POSE = mounted(0.0, 0.0, 1.0, 30.0)


class Hanging:
    """A source of the pose that a test moves."""

    def __init__(self) -> None:
        """Start at POSE."""
        self.pose = POSE

    def at(self, frame_id: str, stamp_ns: int) -> CameraPose:
        """Return the pose of now."""
        return self.pose


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
    source = Hanging()
    geometry = GroundGeometry(source, rectified=False)
    first = geometry.plane(INFO, (6, 8), 'lens', 0)
    source.pose = pose
    assert (geometry.plane(INFO, shape, 'lens', 0, height_m) is first) == is_same


def test_another_message_of_the_same_calibration_keeps_the_plane() -> None:
    geometry = GroundGeometry(Hanging(), rectified=False)
    first = geometry.plane(INFO, (6, 8), 'lens', 0)
    assert geometry.plane(deepcopy(INFO), (6, 8), 'lens', 0) is first
    other = deepcopy(INFO)
    other.k[0] = 11.0
    assert geometry.plane(other, (6, 8), 'lens', 0) is not first


def test_many_small_moves_add_up() -> None:
    source = Hanging()
    geometry = GroundGeometry(source, rectified=False)
    planes = [geometry.plane(INFO, (6, 8), 'lens', 0)]
    for step in (1, 2):
        source.pose = mounted(0.0003 * step, 0.0, 1.0, 30.0)
        planes.append(geometry.plane(INFO, (6, 8), 'lens', 0))
    assert planes[1] is planes[0] and planes[2] is not planes[0]


def test_a_camera_below_the_plane_is_refused() -> None:
    with pytest.raises(ParameterError, match='must be above 1.5 m, the plane'):
        GroundGeometry(Hanging(), rectified=False).plane(INFO, (6, 8), 'lens', 0, 1.5)
