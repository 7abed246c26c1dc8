# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The field in messages, and what comes back from the patch node."""

from __future__ import annotations

from geometry_msgs.msg import Quaternion
import numpy as np
import pytest
from sensor_msgs.msg import PointField
from std_msgs.msg import Header

from seg_ros.datatypes import Patches, SprayRuns
from seg_ros.errors import FrameError
from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.mount import CameraPose, mounted
from seg_ros.ros.conversions.camera_info import camera_model
from seg_ros.ros.conversions.output_frame import OutputFrame
from seg_ros.ros.conversions.point_clouds import points_message, runs_message
from seg_ros.ros.conversions.sim import (
    camera_info,
    odometry,
    quaternion,
    read_patches,
    read_runs,
    stamp_of,
    time_ns_of,
)


@pytest.mark.parametrize('time_ns', [0, 1, 20_000_000, 999_999_999, 61_234_567_890])
def test_a_stamp_tells_the_time_of_the_field_to_the_nanosecond(time_ns: int) -> None:
    stamp = stamp_of(time_ns)
    assert (stamp.sec, stamp.nanosec) > (0, 0)
    assert time_ns_of(stamp) == time_ns


def test_odometry_goes_straight_ahead() -> None:
    message = odometry(20_000_000, 1.5, 2.0)
    assert (message.header.frame_id, message.child_frame_id) == ('odom', 'base_link')
    assert message.pose.pose.position.x == 1.5
    assert message.twist.twist.linear.x == 2.0
    assert message.pose.pose.orientation.w == 1.0


@pytest.mark.parametrize('lens', [('none', ()), ('plumb_bob', (-0.1, 0.03, 0.0, 0.0, 0.0))])
def test_a_camera_info_tells_the_camera(lens: tuple) -> None:
    model = CameraModel(64, 48, 90.0, 91.0, 31.5, 23.5, *lens)
    pixels = np.array([[3.0, 4.0], [60.0, 40.0]])
    read = camera_model(camera_info(model), (48, 64), False)
    np.testing.assert_allclose(read.rays(pixels), model.rays(pixels), atol=1e-9)


@pytest.mark.parametrize('angles', [(90.0, 0.0, 0.0), (80.0, 0.0, 0.0), (45.0, 10.0, -30.0)])
def test_a_quaternion_is_the_same_rotation(angles: tuple) -> None:
    pose = mounted(0.0, 0.0, 1.0, *angles)
    turned: Quaternion = quaternion(pose.rotation)
    again = CameraPose.from_quaternion(turned.x, turned.y, turned.z, turned.w, pose.position_m)
    np.testing.assert_allclose(again.rotation, pose.rotation, atol=1e-9)


def test_runs_come_back_as_they_went() -> None:
    runs = SprayRuns(
        np.array([0.5, 0.75]),
        np.array([0.625, 1.0]),
        np.array([3, 0], np.int16),
        np.array([7, 4000000000], np.uint32),
        np.array([1.0, 0.5]),
    )
    read = read_runs(runs_message(Header(), runs))
    for name in ('x_start_m', 'x_end_m', 'nozzles', 'ids', 'scores'):
        np.testing.assert_array_equal(getattr(read, name), getattr(runs, name))


def test_patches_come_back_without_pixels_and_classes() -> None:
    patches = Patches(
        ids=np.uint32([5, 6]),
        centers_m=np.array([[0.5, -0.25], [1.0, 0.125]]),
        sizes_m=np.array([[0.25, 0.5], [0.125, 0.0625]]),
        areas_m2=np.array([0.0625, 0.03125]),
        class_ids=np.uint8([1, 2]),
        scores=np.array([1.0, 0.5]),
        nozzles=np.array([[2, 4], [-1, -1]], np.int16),
        boxes_px=np.ones((2, 4), np.int32),
        stds_m=np.ones(2),
        flags=np.uint8([0, 12]),
    )
    read = read_patches(points_message(Header(), patches, OutputFrame('base_link')))
    for name in ('ids', 'centers_m', 'sizes_m', 'areas_m2', 'scores', 'nozzles', 'flags'):
        np.testing.assert_array_equal(getattr(read, name), getattr(patches, name))
    assert read.class_ids.tolist() == [255, 255]


def test_no_runs_are_no_runs() -> None:
    nothing = SprayRuns(
        np.zeros(0), np.zeros(0), np.zeros(0, np.int16), np.zeros(0, np.uint32), np.zeros(0)
    )
    assert len(read_runs(runs_message(Header(), nothing))) == 0


def test_other_points_are_refused_by_their_names() -> None:
    message = runs_message(Header(), read_runs(_one_run()))
    message.fields[2] = PointField(name='lane', offset=8, datatype=PointField.UINT32, count=1)
    with pytest.raises(FrameError, match='must have x_start, x_end, nozzle, id, .*got .*lane'):
        read_runs(message)
    with pytest.raises(FrameError, match='must have x, y, z, area'):
        read_patches(_one_run())


def _one_run():
    return runs_message(
        Header(),
        SprayRuns(
            np.zeros(1), np.ones(1), np.zeros(1, np.int16), np.ones(1, np.uint32), np.ones(1)
        ),
    )
