# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Where the vehicle was, between, before and after the messages of its odometry."""

from __future__ import annotations

from math import cos, pi, sin
from threading import Timer

from nav_msgs.msg import Odometry
import pytest

from seg_ros.datatypes import Pose2D
from seg_ros.errors import FrameError
from seg_ros.ros.patch_node.odometry import OdometrySample, PoseHistory, read_odometry

MS = 10**6


def fix(
    at_ms: int, x_m: float, yaw_rad: float = 0.0, speed_mps: float = 0.0, turn_radps: float = 0.0
) -> OdometrySample:
    return OdometrySample(at_ms * MS, Pose2D(x_m, 2.0 * x_m, yaw_rad), speed_mps, 0.0, turn_radps)


def history(*fixes: OdometrySample) -> PoseHistory:
    poses = PoseHistory()
    for one in fixes:
        poses.add(one)
    return poses


def test_a_message_becomes_a_pose_of_the_plane() -> None:
    message = Odometry()
    message.header.stamp.sec, message.header.stamp.nanosec = 3, 5
    message.pose.pose.position.x, message.pose.pose.position.y = 1.0, -2.0
    message.pose.pose.orientation.z, message.pose.pose.orientation.w = sin(0.4), cos(0.4)
    message.twist.twist.linear.x, message.twist.twist.linear.y = 1.5, 0.25
    message.twist.twist.angular.z = 0.1
    read = read_odometry(message)
    assert (read.stamp_ns, read.ahead_mps, read.aside_mps, read.turn_radps) == (
        3 * 10**9 + 5,
        1.5,
        0.25,
        0.1,
    )
    assert (read.pose.x_m, read.pose.y_m) == (1.0, -2.0)
    assert read.pose.yaw_rad == pytest.approx(0.8)
    message.twist.twist.linear.y = float('nan')
    with pytest.raises(FrameError, match='finite'):
        read_odometry(message)


@pytest.mark.parametrize('at_ms, x_m', [(0, 0.0), (25, 0.25), (50, 0.5), (100, 1.0), (150, 1.0)])
def test_between_two_messages_it_went_straight(at_ms: int, x_m: float) -> None:
    pose = history(fix(0, 0.0), fix(100, 1.0)).pose_at(at_ms * MS)
    assert (pose.x_m, pose.y_m) == pytest.approx((x_m, 2.0 * x_m))


def test_it_turns_the_shorter_way_round() -> None:
    pose = history(fix(0, 0.0, yaw_rad=pi - 0.1), fix(100, 0.0, yaw_rad=0.1 - pi)).pose_at(50 * MS)
    assert abs(pose.yaw_rad) == pytest.approx(pi)


def test_after_the_newest_message_its_twist_holds_for_a_while() -> None:
    poses = history(fix(0, 0.0, yaw_rad=pi / 2, speed_mps=2.0, turn_radps=1.0))
    pose = poses.pose_at(100 * MS)
    assert (pose.x_m, pose.y_m) == pytest.approx((-0.2 * sin(0.05), 0.2 * cos(0.05)))
    assert pose.yaw_rad == pytest.approx(pi / 2 + 0.1)


@pytest.mark.parametrize(
    'fixes, at_ms, pattern',
    [
        ((), 0, 'no odometry'),
        ((fix(0, 0.0),), 101, 'no odometry'),
        ((fix(100, 0.0), fix(200, 1.0)), 50, 'gap'),
        ((fix(0, 0.0), fix(600, 1.0)), 300, 'gap'),
    ],
)
def test_where_nobody_reported_the_image_is_lost(fixes, at_ms: int, pattern: str) -> None:
    with pytest.raises(FrameError, match=pattern):
        history(*fixes).pose_at(at_ms * MS)


def test_who_asks_too_early_waits_a_little() -> None:
    poses = history(fix(0, 0.0))
    late = Timer(0.02, poses.add, [fix(300, 3.0)])
    late.start()
    assert poses.pose_at(200 * MS).x_m == pytest.approx(2.0)
    late.join()


def test_messages_out_of_order_are_left_out_and_a_jump_back_begins_anew() -> None:
    poses = history(fix(0, 0.0), fix(1000, 1.0), fix(990, 9.0))
    assert poses.pose_at(1000 * MS).x_m == 1.0
    poses.add(fix(100, 5.0))
    assert poses.pose_at(100 * MS).x_m == 5.0
    with pytest.raises(FrameError):
        poses.pose_at(1000 * MS)
