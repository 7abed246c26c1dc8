# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Clouds carry the patches bit by bit, as their fields say."""

from __future__ import annotations

import array

import numpy as np
from patch_world import base_scene, HEADER, no_patches, odometry_scene, runs, three_patches
import pytest
from sensor_msgs.msg import PointCloud2, PointField

from seg_ros.ros.conversions.point_clouds import points_message, runs_message

KINDS = {PointField.FLOAT32: '<f4', PointField.UINT32: '<u4', PointField.INT16: '<i2'}


def parsed(cloud: PointCloud2) -> np.ndarray:
    """Return the points as a stranger reads them: by the fields of the message alone."""
    layout = np.dtype(
        {
            'names': [field.name for field in cloud.fields],
            'formats': [KINDS[field.datatype] for field in cloud.fields],
            'offsets': [field.offset for field in cloud.fields],
            'itemsize': cloud.point_step,
        }
    )
    assert type(cloud.data) is array.array and not cloud.is_bigendian
    assert cloud.height == 1 and cloud.row_step == cloud.width * cloud.point_step
    points = np.frombuffer(cloud.data, layout)
    assert len(points) == cloud.width
    return points


def test_points_have_the_fields_that_are_promised() -> None:
    cloud = points_message(HEADER, three_patches(), base_scene())
    assert ' '.join(field.name for field in cloud.fields) == (
        'x y z area length width score id nozzle_lo nozzle_hi flags'
    )
    assert cloud.point_step == 40 and cloud.header == HEADER
    assert all(field.count == 1 for field in cloud.fields)


@pytest.mark.parametrize(
    'name, values',
    [
        ('x', [1.0, 2.0, -0.25]),
        ('y', [0.5, -0.5, 0.0]),
        ('z', [0.05, 0.05, 0.05]),
        ('area', [0.01, 0.02, 0.00015]),
        ('length', [0.1, 0.3, 0.02]),
        ('width', [0.2, 0.4, 0.01]),
        ('score', [0.5, 1.0, 0.25]),
        ('id', [3, 2**32 - 1, 5]),
        ('nozzle_lo', [0, 5, -1]),
        ('nozzle_hi', [2, 5, -1]),
        ('flags', [2, 5, 8]),
    ],
)
def test_points_are_the_patches(name: str, values: list[float]) -> None:
    points = parsed(points_message(HEADER, three_patches(), base_scene()))
    assert points[name].tolist() == np.array(values, points[name].dtype).tolist()


def test_points_are_turned_and_moved_into_the_odometry_frame() -> None:
    points = parsed(points_message(HEADER, three_patches(), odometry_scene()))
    assert np.allclose(points['x'], [9.5, 10.5, 10.0])
    assert np.allclose(points['y'], [21.0, 22.0, 19.75])


def test_runs() -> None:
    cloud = runs_message(HEADER, runs())
    assert ' '.join(field.name for field in cloud.fields) == 'x_start x_end nozzle id score'
    assert cloud.point_step == 20
    points = parsed(cloud)
    assert np.allclose(points['x_start'], [0.95, 0.96])
    assert np.allclose(points['x_end'], [1.05, 1.04])
    assert (points['nozzle'].tolist(), points['id'].tolist()) == ([0, 2], [3, 3])
    assert points['score'].tolist() == [0.5, 0.5]


def test_an_empty_field_is_an_empty_cloud_with_all_its_fields() -> None:
    cloud = points_message(HEADER, no_patches(), odometry_scene())
    assert len(parsed(cloud)) == 0 and len(cloud.fields) == 11 and cloud.point_step == 40
