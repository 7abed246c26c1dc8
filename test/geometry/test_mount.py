# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Angles turn the camera the way REP-103 says; TF's quaternion says the same."""

import cv2
import numpy as np
import pytest

from seg_ros.errors import ParameterError
from seg_ros.geometry.mount import CameraPose, mounted

HALF = 0.5**0.5


@pytest.mark.parametrize(
    'angles, right, down, axis',
    [
        ((0, 0, 0), (0, -1, 0), (0, 0, -1), (1, 0, 0)),
        ((90, 0, 0), (0, -1, 0), (-1, 0, 0), (0, 0, -1)),
        ((45, 0, 0), (0, -1, 0), (-HALF, 0, -HALF), (HALF, 0, -HALF)),
        ((0, 90, 0), (0, 0, -1), (0, 1, 0), (1, 0, 0)),
        ((0, 0, 90), (1, 0, 0), (0, 0, -1), (0, 1, 0)),
        ((90, 0, 90), (1, 0, 0), (0, -1, 0), (0, 0, -1)),
        ((90, 90, 0), (-1, 0, 0), (0, 1, 0), (0, 0, -1)),
    ],
)
def test_where_the_camera_looks(angles, right, down, axis) -> None:
    pose = mounted(1.0, 2.0, 3.0, *angles)
    np.testing.assert_allclose(pose.rotation.T, [right, down, axis], atol=1e-15)
    assert pose.position_m.tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize('length', [1.0, 0.25])
def test_a_quaternion_is_a_turn_about_its_axis(length: float) -> None:
    axis, angle = np.array([2.0, -1.0, 2.0]) / 3.0, 0.7
    quaternion = length * np.array([*(axis * np.sin(angle / 2)), np.cos(angle / 2)])
    pose = CameraPose.from_quaternion(*quaternion, (1.0, 2.0, 3.0))
    np.testing.assert_allclose(pose.rotation, cv2.Rodrigues(axis * angle)[0], atol=1e-15)
    assert pose.position_m.tolist() == [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    'numbers',
    [
        (0, 0, 0, 0, (1, 2, 3)),
        (0, 0, 0, float('nan'), (1, 2, 3)),
        (0, 0, 0, 1, (1, 2)),
        (0, 0, 0, 1, (1, 2, float('inf'))),
    ],
)
def test_what_is_no_pose_is_refused(numbers) -> None:
    with pytest.raises(ParameterError, match='of a camera must be'):
        CameraPose.from_quaternion(*numbers)
