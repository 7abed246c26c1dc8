# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Three patches that one can check by eye, for the tests of what is told of them."""

import numpy as np
from std_msgs.msg import Header

from seg_ros.datatypes import (
    CROP,
    CUT,
    FIRST_SIGHT,
    Patches,
    PatchPlan,
    Pose2D,
    REMEMBERED,
    SprayRuns,
)
from seg_ros.ros.conversions.output_frame import OutputFrame

HEADER = Header(frame_id='odom')
HEADER.stamp.sec = 7


def three_patches() -> Patches:
    """Return a thistle just seen, a crop at the border, and a nameless one that is behind."""
    return Patches(
        ids=np.array([3, 2**32 - 1, 5], np.uint32),
        centers_m=np.array([[1.0, 0.5], [2.0, -0.5], [-0.25, 0.0]]),
        sizes_m=np.array([[0.1, 0.2], [0.3, 0.4], [0.02, 0.01]]),
        areas_m2=np.array([0.01, 0.02, 0.00015]),
        class_ids=np.array([4, 2, 255], np.uint8),
        scores=np.array([0.5, 1.0, 0.25]),
        nozzles=np.array([[0, 2], [5, 5], [-1, -1]], np.int16),
        boxes_px=np.array([[10, 20, 5, 4], [0, 0, 2, 2], [0, 0, 0, 0]], np.int32),
        stds_m=np.array([0.01, 0.02, 0.05]),
        flags=np.array([FIRST_SIGHT, CROP | CUT, REMEMBERED], np.uint8),
    )


def runs() -> SprayRuns:
    """Return two runs of the thistle."""
    return SprayRuns(
        np.array([0.95, 0.96]),
        np.array([1.05, 1.04]),
        np.array([0, 2], np.int16),
        np.array([3, 3], np.uint32),
        np.array([0.5, 0.5]),
    )


def no_patches() -> Patches:
    """Return what is known of an empty field."""
    return Patches(
        np.zeros(0, np.uint32),
        np.zeros((0, 2)),
        np.zeros((0, 2)),
        np.zeros(0),
        np.zeros(0, np.uint8),
        np.zeros(0),
        np.zeros((0, 2), np.int16),
        np.zeros((0, 4), np.int32),
        np.zeros(0),
        np.zeros(0, np.uint8),
    )


def plan() -> PatchPlan:
    """Return the patches with outlines: triangles where they are in view."""
    triangle = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    return PatchPlan(three_patches(), runs(), (triangle, triangle + 2.0, np.zeros((0, 2))))


def base_scene() -> OutputFrame:
    """Return a scene in the base frame, 5 cm above the ground, with a name for class 4."""
    return OutputFrame('base_link', height_m=0.05, labels={2: 'maize', 4: 'thistle'})


def odometry_scene() -> OutputFrame:
    """Return a scene in the odometry frame: the vehicle at (10, 20) looks along y."""
    return OutputFrame('odom', Pose2D(10.0, 20.0, np.pi / 2), labels={4: 'thistle'})
