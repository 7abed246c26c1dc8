# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A pose goes to the odometry frame and back; a map knows what it sees."""

import numpy as np
import pytest

from seg_ros.datatypes import GroundMap, Pose2D


@pytest.mark.parametrize('pose, base, odom', [
    (Pose2D(0.0, 0.0), (1.0, 2.0), (1.0, 2.0)),
    (Pose2D(10.0, 20.0), (1.0, 2.0), (11.0, 22.0)),
    (Pose2D(10.0, 20.0, np.pi / 2), (1.0, 2.0), (8.0, 21.0)),
    (Pose2D(0.0, 0.0, np.pi / 6), (2.0, 0.0), (3 ** 0.5, 1.0)),
])
def test_a_pose_by_hand(pose: Pose2D, base, odom) -> None:
    np.testing.assert_allclose(pose.to_odom(np.array([base])), [odom], atol=1e-12)
    np.testing.assert_allclose(pose.to_base(np.array([odom])), [base], atol=1e-12)


@pytest.mark.parametrize('numbers', [(np.nan, 0.0), (0.0, np.inf), (0.0, 0.0, np.nan)])
def test_a_pose_that_is_not_finite_is_refused(numbers) -> None:
    with pytest.raises(ValueError, match='a pose must be finite'):
        Pose2D(*numbers)


def map_of(x_m, y_m) -> GroundMap:
    x_m, y_m = np.broadcast_arrays(np.float32(x_m), np.float32(y_m))
    return GroundMap(x_m.copy(), y_m.copy(), np.isfinite(x_m).astype(np.float32))


SQUARE = map_of(np.arange(30.0, -1.0, -1.0)[:, None], np.arange(20.0, -21.0, -1.0))
POINTS = np.array([[0.1, 0.1], [29.9, 19.9], [29.9, -19.9], [0.1, 19.9],
                   [-0.1, 0.0], [30.1, 0.0], [10.0, 20.1], [10.0, -20.1], [np.nan, 0.0]])


def test_a_square_sees_to_its_border() -> None:
    assert SQUARE.sees(POINTS).tolist() == [True] * 4 + [False] * 5
    assert SQUARE.sees(np.zeros((0, 2))).shape == (0,)


def test_a_part_sees_its_part() -> None:
    part = SQUARE.crop(slice(10, 21), slice(20, None))
    assert part.shape == (11, 21)
    points = np.array([[10.1, -0.1], [19.9, -19.9], [9.9, -1.0], [20.1, -1.0], [15.0, 0.1]])
    assert part.sees(points).tolist() == [True, True, False, False, False]


def test_near_ground_is_seen_as_sharply_with_the_horizon_in_view() -> None:
    x_m = np.concatenate([[np.nan, np.nan, 1000.0, 100.0], np.linspace(10.0, 0.0, 101)])
    fan = np.linspace(0.5, -0.5, 41)
    view = map_of(x_m[:, None], (1.0 + np.nan_to_num(x_m))[:, None] * fan)
    points = np.array([[0.01, 0.0], [-0.01, 0.0], [2.0, 1.49], [2.0, 1.51], [2.0, -1.49],
                       [2.0, -1.51], [999.0, 490.0], [1001.0, 0.0]])
    assert view.sees(points).tolist() == [True, False, True, False, True, False, True, False]


def test_a_round_image_sees_a_disc() -> None:
    x_m = np.linspace(1.2, -1.2, 121)[:, None] * np.ones(121)
    y_m = x_m.T.copy()
    x_m[np.hypot(x_m, y_m) > 1.0] = np.nan
    angles = np.linspace(0.0, 6.0, 50)
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    assert map_of(x_m, y_m).sees(0.97 * circle).all()
    assert not map_of(x_m, y_m).sees(1.01 * circle).any()


def test_above_the_horizon_nothing_is_seen() -> None:
    assert not map_of(np.full((4, 5), np.nan), 0.0).sees(np.zeros((2, 2))).any()


@pytest.mark.parametrize('name, plane', [
    ('x_m', np.zeros((4, 5))), ('y_m', np.zeros((5, 4), np.float32)),
    ('area_m2', np.zeros((4, 5, 1), np.float32)),
])
def test_planes_of_another_shape_are_refused(name: str, plane: np.ndarray) -> None:
    planes = dict.fromkeys(('x_m', 'y_m', 'area_m2'), np.zeros((4, 5), np.float32))
    with pytest.raises(ValueError, match=f'^{name} must be '):
        GroundMap(**planes | {name: plane})
