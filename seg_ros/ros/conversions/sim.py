# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Messages of the simulator: time, odometry, camera, and the patches and runs it receives."""

from builtin_interfaces.msg import Time
import cv2
from geometry_msgs.msg import Quaternion
from nav_msgs.msg import Odometry
import numpy as np
from sensor_msgs.msg import CameraInfo, PointCloud2

from seg_ros.datatypes import Patches, SprayRuns, UNLABELLED
from seg_ros.errors import FrameError
from seg_ros.geometry.camera_model import CameraModel
from seg_ros.ros.base.frame_worker import nanoseconds
from seg_ros.ros.conversions.point_clouds import POINT, RUN

TIME_ZERO_NS = 1_000_000_000
"""The stamp of simulated time 0: a ROS clock at 0 counts as not yet set."""

ODOM, BASE, CAMERA = 'odom', 'base_link', 'camera'


def stamp_of(time_ns: int) -> Time:
    """Return the stamp of a simulated time in nanoseconds."""
    seconds, nanoseconds = divmod(time_ns + TIME_ZERO_NS, 10**9)
    return Time(sec=seconds, nanosec=nanoseconds)


def time_ns_of(stamp: Time) -> int:
    """Return the simulated time in nanoseconds of a stamp."""
    return nanoseconds(stamp) - TIME_ZERO_NS


def odometry(time_ns: int, position_m: float, speed_mps: float) -> Odometry:
    """Return where the vehicle is and how fast, straight along the strip."""
    message = Odometry(child_frame_id=BASE)
    message.header.stamp, message.header.frame_id = stamp_of(time_ns), ODOM
    message.pose.pose.position.x = position_m
    message.twist.twist.linear.x = speed_mps
    return message


def camera_info(model: CameraModel) -> CameraInfo:
    """Return a camera as its driver describes it."""
    matrix = (model.fx, 0.0, model.cx, 0.0, model.fy, model.cy, 0.0, 0.0, 1.0)
    message = CameraInfo(
        height=model.height_px,
        width=model.width_px,
        k=matrix,
        r=np.eye(3).ravel(),
        p=(*matrix[:3], 0.0, *matrix[3:6], 0.0, *matrix[6:], 0.0),
        d=model.coefficients,
        distortion_model='plumb_bob' if model.model == 'none' else model.model,
    )
    message.header.frame_id = CAMERA
    return message


def quaternion(rotation: np.ndarray) -> Quaternion:
    """Return a (3, 3) rotation as a message."""
    axis = cv2.Rodrigues(rotation)[0].ravel()
    angle = float(np.hypot(np.hypot(axis[0], axis[1]), axis[2]))
    x, y, z = axis * (np.sin(angle / 2.0) / angle if angle else 0.5)
    return Quaternion(x=x, y=y, z=z, w=np.cos(angle / 2.0))


def read_runs(message: PointCloud2) -> SprayRuns:
    """Return the runs of a `spray_runs` message; FrameError on other fields."""
    points = _points(message, RUN)
    start_m, end_m, score = (
        points[name].astype(np.float64) for name in ('x_start', 'x_end', 'score')
    )
    return SprayRuns(start_m, end_m, points['nozzle'].astype(np.int16), points['id'], score)


def read_patches(message: PointCloud2) -> Patches:
    """Return the patches of a `points` message, without boxes and classes; FrameError as above."""
    points = _points(message, POINT)
    count = len(points)

    def columns(first: str, second: str) -> np.ndarray:
        return np.stack([points[first], points[second]], axis=1)

    return Patches(
        ids=points['id'],
        centers_m=columns('x', 'y').astype(np.float64),
        sizes_m=columns('length', 'width').astype(np.float64),
        areas_m2=points['area'].astype(np.float64),
        class_ids=np.full(count, UNLABELLED, np.uint8),
        scores=points['score'].astype(np.float64),
        nozzles=columns('nozzle_lo', 'nozzle_hi'),
        boxes_px=np.zeros((count, 4), np.int32),
        stds_m=np.zeros(count),
        flags=points['flags'].astype(np.uint8),
    )


def _points(message: PointCloud2, layout: np.dtype) -> np.ndarray:
    names = [field.name for field in message.fields]
    expected = list(layout.names or ())
    if names != expected or message.point_step != layout.itemsize:
        raise FrameError(f'points must have {", ".join(expected)}, got {", ".join(names)}')
    return np.frombuffer(message.data, layout)
