# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A pose goes to the odometry frame and back; a map has one place for each pixel."""

import numpy as np
import pytest

from seg_ros.datatypes import GroundMap, Pose2D


@pytest.mark.parametrize(
    'pose, base, odom',
    [
        (Pose2D(0.0, 0.0), (1.0, 2.0), (1.0, 2.0)),
        (Pose2D(10.0, 20.0), (1.0, 2.0), (11.0, 22.0)),
        (Pose2D(10.0, 20.0, np.pi / 2), (1.0, 2.0), (8.0, 21.0)),
        (Pose2D(0.0, 0.0, np.pi / 6), (2.0, 0.0), (3**0.5, 1.0)),
    ],
)
def test_a_pose_by_hand(pose: Pose2D, base, odom) -> None:
    np.testing.assert_allclose(pose.to_odom(*np.array(base)), odom, atol=1e-12)
    np.testing.assert_allclose(pose.to_base(*np.array(odom)), base, atol=1e-12)


@pytest.mark.parametrize('numbers', [(np.nan, 0.0), (0.0, np.inf), (0.0, 0.0, np.nan)])
def test_a_pose_that_is_not_finite_is_refused(numbers) -> None:
    with pytest.raises(ValueError, match='a pose must be finite'):
        Pose2D(*numbers)


def test_a_part_has_its_own_places() -> None:
    x_m, y_m = np.meshgrid(np.float32([30, 20, 10]), np.float32([5, 6]), indexing='ij')
    part = GroundMap(x_m, y_m, np.ones((3, 2), np.float32), 0.1).crop(slice(1, None), slice(1))
    assert (part.x_m.tolist(), part.y_m.tolist()) == ([[20.0], [10.0]], [[5.0], [5.0]])
    assert (part.shape, part.height_m) == ((2, 1), 0.1)


@pytest.mark.parametrize(
    'name, plane',
    [
        ('x_m', np.zeros((4, 5))),
        ('y_m', np.zeros((5, 4), np.float32)),
        ('area_m2', np.zeros((4, 5, 1), np.float32)),
    ],
)
def test_planes_of_another_shape_are_refused(name: str, plane: np.ndarray) -> None:
    planes = dict.fromkeys(('x_m', 'y_m', 'area_m2'), np.zeros((4, 5), np.float32))
    with pytest.raises(ValueError, match=f'^{name} must be '):
        GroundMap(**planes | {name: plane})
