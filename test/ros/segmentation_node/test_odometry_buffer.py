# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The pose of an image is that of the odometry message nearest to its stamp, or none."""

from types import SimpleNamespace

from nav_msgs.msg import Odometry
import pytest

from seg_ros.ros.segmentation_node.odometry_buffer import MOST_KEPT, OdometryBuffer

NODE = SimpleNamespace(create_subscription=lambda kind, topic, callback, qos: None)


def odometry(stamp_ms: int, x_m: float) -> Odometry:
    message = Odometry(child_frame_id='base_link')
    message.header.frame_id = 'odom'
    message.header.stamp.sec, rest_ms = divmod(stamp_ms, 1000)
    message.header.stamp.nanosec = rest_ms * 1_000_000
    message.pose.pose.position.x = x_m
    return message


@pytest.mark.parametrize(
    'stamp_ms, x_m', [(900, 1.0), (1049, 1.0), (1051, 2.0), (1300, 2.0), (799, None), (1301, None)]
)
def test_the_nearest_message_counts(stamp_ms: int, x_m: float | None) -> None:
    buffer = OdometryBuffer(NODE)
    for message in (odometry(1000, 1.0), odometry(1100, 2.0)):
        buffer.add(message)
    pose = buffer.nearest(stamp_ms * 1_000_000)
    assert (pose and pose.position_m[0]) == x_m
    assert pose is None or (pose.frame_id, pose.child_frame_id) == ('odom', 'base_link')


def test_without_odometry_or_numbers_there_is_no_pose() -> None:
    buffer = OdometryBuffer(NODE)
    assert buffer.nearest(0) is None
    buffer.add(odometry(0, float('nan')))
    assert buffer.nearest(0) is None


def test_the_oldest_are_forgotten() -> None:
    buffer = OdometryBuffer(NODE)
    for number in range(600):
        buffer.add(odometry(5 * number, float(number)))
    assert buffer.nearest(790_000_000) is None
    assert buffer.nearest(1_000_000_000).position_m[0] == 200.0
    assert buffer.nearest(2_995_000_000).position_m[0] == 599.0


def test_time_may_jump_back() -> None:
    buffer = OdometryBuffer(NODE)
    for stamp_ms in (10_000, 10_100, 3_000):
        buffer.add(odometry(stamp_ms, float(stamp_ms)))
    assert buffer.nearest(10_000_000_000) is None
    assert buffer.nearest(3_000_000_000).position_m[0] == 3_000.0


def test_stamps_may_stand_still() -> None:
    buffer = OdometryBuffer(NODE)
    for number in range(MOST_KEPT + 1):
        buffer.add(odometry(0, float(number)))
    assert buffer.nearest(0).position_m[0] == 1.0
