# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Patches as detections, in meters and in pixels, and the verdict on them."""

from math import cos, sin

from geometry_msgs.msg import Point, Pose, Quaternion, Vector3
import numpy as np
from std_msgs.msg import Header
from vision_msgs.msg import (
    BoundingBox2D,
    BoundingBox3D,
    Classification,
    Detection2D,
    Detection2DArray,
    Detection3D,
    Detection3DArray,
    ObjectHypothesis,
    ObjectHypothesisWithPose,
)

from seg_ros.datatypes import Patches, REMEMBERED
from seg_ros.ros.conversions.output_frame import OutputFrame


def detections_3d(header: Header, patches: Patches, output: OutputFrame) -> Detection3DArray:
    """Return all patches, in meters; boxes lie along the vehicle, from ground to canopy."""
    turned = Quaternion(z=sin(output.yaw_rad / 2.0), w=cos(output.yaw_rad / 2.0))
    detections = []
    for number, name, score, (x_m, y_m), (length_m, width_m), std_m in zip(
        patches.ids.tolist(),
        output.class_names(patches),
        patches.scores.tolist(),
        output.positions(patches.centers_m).tolist(),
        patches.sizes_m.tolist(),
        patches.stds_m.tolist(),
    ):
        pose = Pose(position=Point(x=x_m, y=y_m, z=output.height_m), orientation=turned)
        size = Vector3(x=length_m, y=width_m, z=output.height_m)
        middle = Point(x=x_m, y=y_m, z=output.height_m / 2.0)
        result = _result(name, score)
        result.pose.pose = pose
        result.pose.covariance[[0, 7]] = std_m**2
        detections.append(
            Detection3D(
                header=header,
                results=[result],
                id=str(number),
                bbox=BoundingBox3D(center=Pose(position=middle, orientation=turned), size=size),
            )
        )
    return Detection3DArray(header=header, detections=detections)


def detections_2d(header: Header, patches: Patches, output: OutputFrame) -> Detection2DArray:
    """Return the patches in view, in pixels, whose centers lie at whole numbers."""
    detections = []
    names, boxes_px = output.class_names(patches), patches.boxes_px.tolist()
    for index in np.flatnonzero(~patches.has(REMEMBERED)).tolist():
        column, row, width, height = boxes_px[index]
        box = BoundingBox2D(size_x=float(width), size_y=float(height))
        box.center.position.x = column + (width - 1) / 2.0
        box.center.position.y = row + (height - 1) / 2.0
        detections.append(
            Detection2D(
                header=header,
                results=[_result(names[index], float(patches.scores[index]))],
                bbox=box,
                id=str(patches.ids[index]),
            )
        )
    return Detection2DArray(header=header, detections=detections)


def verdict_message(header: Header, passed: bool) -> Classification:
    """Return the class `pass` or `fail`."""
    hypothesis = ObjectHypothesis(class_id='pass' if passed else 'fail', score=1.0)
    return Classification(header=header, results=[hypothesis])


def _result(name: str, score: float) -> ObjectHypothesisWithPose:
    return ObjectHypothesisWithPose(hypothesis=ObjectHypothesis(class_id=name, score=score))
