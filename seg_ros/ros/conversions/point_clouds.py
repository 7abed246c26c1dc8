# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Patches and spray runs as clouds: one point each, with named fields."""

import array

import numpy as np
from sensor_msgs.msg import PointCloud2, PointField
from std_msgs.msg import Header

from seg_ros.datatypes import Patches, SprayRuns
from seg_ros.ros.conversions.output_frame import OutputFrame

POINT = np.dtype(
    [
        ('x', '<f4'),
        ('y', '<f4'),
        ('z', '<f4'),
        ('area', '<f4'),
        ('length', '<f4'),
        ('width', '<f4'),
        ('score', '<f4'),
        ('id', '<u4'),
        ('nozzle_lo', '<i2'),
        ('nozzle_hi', '<i2'),
        ('flags', '<u4'),
    ]
)
RUN = np.dtype(
    [
        ('x_start', '<f4'),
        ('x_end', '<f4'),
        ('nozzle', '<u4'),
        ('id', '<u4'),
        ('score', '<f4'),
    ]
)
FIELD_TYPES = {'<f4': PointField.FLOAT32, '<u4': PointField.UINT32, '<i2': PointField.INT16}


def points_message(header: Header, patches: Patches, output: OutputFrame) -> PointCloud2:
    """Return one point for each patch; meters, square meters, nozzle -1 for none."""
    points = np.empty(len(patches), POINT)
    points['x'], points['y'] = output.positions(patches.centers_m).T
    points['z'] = output.height_m
    points['area'] = patches.areas_m2
    points['length'], points['width'] = patches.sizes_m.T
    points['score'], points['id'] = patches.scores, patches.ids
    points['nozzle_lo'], points['nozzle_hi'] = patches.nozzles.T
    points['flags'] = patches.flags
    return _cloud(header, points)


def runs_message(header: Header, runs: SprayRuns) -> PointCloud2:
    """Return one point for each run, in meters ahead of the base frame at capture."""
    points = np.empty(len(runs), RUN)
    points['x_start'], points['x_end'] = runs.x_start_m, runs.x_end_m
    points['nozzle'], points['id'], points['score'] = runs.nozzles, runs.ids, runs.scores
    return _cloud(header, points)


def _cloud(header: Header, points: np.ndarray) -> PointCloud2:
    layout = points.dtype
    message = PointCloud2(
        header=header,
        height=1,
        width=len(points),
        is_bigendian=False,
        is_dense=True,
        point_step=layout.itemsize,
        row_step=layout.itemsize * len(points),
        fields=[
            PointField(
                name=name,
                offset=offset,
                datatype=FIELD_TYPES[layout[name].str],
                count=1,
            )
            for name, (_, offset, *_) in (layout.fields or {}).items()
        ],
    )
    # An array.array is taken over as it is; anything else would be copied byte by byte.
    message.data = array.array('B', points.tobytes())
    return message
