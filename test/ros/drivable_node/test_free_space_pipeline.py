# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Which masks are answered, and when the camera is looked at anew."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from rclpy.logging import get_logger
from sensor_msgs.msg import CameraInfo, Image

from seg_ros.errors import FrameError, ParameterError
from seg_ros.parameters import DrivableNodeParameters, FreeSpaceParameters, MountParameters
from seg_ros.ros.base.camera_pose import MountPose
from seg_ros.ros.conversions.images import image_message
from seg_ros.ros.drivable_node.free_space_pipeline import FreeSpacePipeline
from seg_ros.ros.drivable_node.parameters import DrivableParameters

S = 10**9
INFO = CameraInfo(width=80, height=60, k=[60.0, 0.0, 39.5, 0.0, 60.0, 29.5, 0.0, 0.0, 1.0])
KNOBS = DrivableParameters(
    MountParameters(camera_pitch_deg=30.0),
    FreeSpaceParameters(range_max_m=4.0, blind_m=1.2),
    DrivableNodeParameters(),
)


def observer_of(knobs: DrivableParameters = KNOBS) -> FreeSpacePipeline:
    return FreeSpacePipeline(
        SimpleNamespace(info=INFO), MountPose(knobs.mount), get_logger('observer')
    )


def mask_at(
    stamp_ns: int, encoding: str = 'mono8', frame_id: str = 'lens', scale: int = 1
) -> Image:
    message, view = image_message(encoding, 60 * scale, 80 * scale)
    view[:] = 255
    message.header.frame_id = frame_id
    message.header.stamp.sec, message.header.stamp.nanosec = divmod(stamp_ns, S)
    return message


def test_a_mask_becomes_free_space() -> None:
    space = observer_of().find(mask_at(S), KNOBS, True, True)
    assert np.isposinf(space.scan.ranges_m[0]) and (space.grid.cells == 0).any()
    assert observer_of().find(mask_at(S), KNOBS, True, False).grid is None


@pytest.mark.parametrize(
    'mask, words',
    [
        (mask_at(2 * S, 'bgr8'), "mask must be mono8, got 'bgr8'"),
        (
            mask_at(2 * S, frame_id='other'),
            "of the camera 'other' and those before were of 'lens'",
        ),
        (mask_at(S), 'stamped no later than the one before'),
    ],
)
def test_masks_that_cannot_be_trusted_are_refused(mask: Image, words: str) -> None:
    observer = observer_of()
    observer.find(mask_at(S), KNOBS, True, True)
    with pytest.raises(FrameError, match=words):
        observer.find(mask, KNOBS, True, True)


def test_the_finder_is_made_anew_for_other_masks_and_knobs_alone() -> None:
    observer = observer_of()
    observer.look_early(KNOBS)
    finder = observer.finder
    observer.find(mask_at(S), replace(KNOBS, space=replace(KNOBS.space)), True, True)
    assert observer.finder is finder
    observer.find(mask_at(2 * S, scale=2), KNOBS, True, True)
    larger = observer.finder
    assert larger is not finder
    farther = replace(KNOBS, space=replace(KNOBS.space, range_max_m=5.0))
    assert observer.find(mask_at(3 * S, scale=2), farther, True, True).scan.range_max_m == 5.0
    assert observer.finder is not larger


def test_a_range_within_which_the_camera_sees_nothing_is_refused_and_changes_nothing() -> None:
    observer = observer_of()
    observer.look_early(KNOBS)
    finder = observer.finder
    near = replace(KNOBS, space=replace(KNOBS.space, range_max_m=0.4, blind_m=0.2))
    with pytest.raises(ParameterError, match='must see ground up to range_max_m, got 0.4 m'):
        observer.check(near)
    assert observer.finder is finder
