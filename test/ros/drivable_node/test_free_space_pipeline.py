# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Which masks are processed, and when the geometry is computed again."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from rclpy.logging import get_logger
from sensor_msgs.msg import CameraInfo, Image

from seg_ros.datatypes import FreeSpace
from seg_ros.errors import FrameError, ParameterError
from seg_ros.parameters import DrivableNodeParameters, FreeSpaceParameters, MountParameters
from seg_ros.ros.base.camera_pose import MountPose
from seg_ros.ros.base.frame_worker import Frame, nanoseconds
from seg_ros.ros.conversions.images import image_message
from seg_ros.ros.drivable_node.free_space_pipeline import FreeSpacePipeline
from seg_ros.ros.drivable_node.parameters import DrivableParameters

S = 10**9
INFO = CameraInfo(width=80, height=60, k=[60.0, 0.0, 39.5, 0.0, 60.0, 29.5, 0.0, 0.0, 1.0])
PARAMETERS = DrivableParameters(
    MountParameters(camera_pitch_deg=30.0),
    FreeSpaceParameters(range_max_m=4.0, blind_m=1.2),
    DrivableNodeParameters(),
)


def pipeline_of(parameters: DrivableParameters = PARAMETERS) -> FreeSpacePipeline:
    """Return a pipeline whose topics both have a subscriber."""
    publisher = SimpleNamespace(get_subscription_count=lambda: 1)
    io = SimpleNamespace(
        infos=SimpleNamespace(latest=INFO, at=lambda stamp_ns: INFO),
        pose=MountPose(parameters.mount),
        scan=publisher,
        grid=publisher,
    )
    return FreeSpacePipeline(io, parameters, get_logger('pipeline'))


def mask_at(
    stamp_ns: int, encoding: str = 'mono8', frame_id: str = 'lens', scale: int = 1
) -> Image:
    message, view = image_message(encoding, 60 * scale, 80 * scale)
    view[:] = 255
    message.header.frame_id = frame_id
    message.header.stamp.sec, message.header.stamp.nanosec = divmod(stamp_ns, S)
    return message


def process(
    pipeline: FreeSpacePipeline, mask: Image, parameters: DrivableParameters = PARAMETERS
) -> FreeSpace | None:
    stamp_ns = nanoseconds(mask.header.stamp)
    return pipeline.process(Frame(mask.header, stamp_ns, 0.0, {'mask': mask}, parameters))


def test_a_mask_becomes_free_space() -> None:
    pipeline = pipeline_of()
    space = process(pipeline, mask_at(S))
    assert np.isposinf(space.scan.ranges_m[0]) and (space.grid.cells == 0).any()
    pipeline._io.grid = SimpleNamespace(get_subscription_count=lambda: 0)
    assert process(pipeline, mask_at(2 * S)).grid is None


def test_nothing_is_computed_without_subscribers_or_twice() -> None:
    pipeline = pipeline_of()
    assert process(pipeline, mask_at(S)) is not None
    assert process(pipeline, mask_at(S)) is None
    pipeline._io.scan = pipeline._io.grid = SimpleNamespace(get_subscription_count=lambda: 0)
    assert process(pipeline, mask_at(2 * S)) is None


@pytest.mark.parametrize(
    'mask, pattern',
    [
        (mask_at(2 * S, 'bgr8'), "mask must be mono8, got 'bgr8'"),
        (
            mask_at(2 * S, frame_id='other'),
            "of the camera 'other' and those before were of 'lens'",
        ),
        (mask_at(S - 1), 'stamped no later than the one before'),
    ],
)
def test_masks_that_cannot_be_used_are_rejected(mask: Image, pattern: str) -> None:
    pipeline = pipeline_of()
    process(pipeline, mask_at(S))
    with pytest.raises(FrameError, match=pattern):
        process(pipeline, mask)


def test_the_estimator_is_made_again_for_other_masks_and_parameters_alone() -> None:
    pipeline = pipeline_of()
    estimator = pipeline.estimator
    process(pipeline, mask_at(S), replace(PARAMETERS, space=replace(PARAMETERS.space)))
    assert estimator is not None and pipeline.estimator is estimator
    process(pipeline, mask_at(2 * S, scale=2))
    larger = pipeline.estimator
    assert larger is not estimator
    farther = replace(PARAMETERS, space=replace(PARAMETERS.space, range_max_m=5.0))
    assert process(pipeline, mask_at(3 * S, scale=2), farther).scan.range_max_m == 5.0
    assert pipeline.estimator is not larger


def test_a_range_without_ground_in_view_is_refused_and_changes_nothing() -> None:
    pipeline = pipeline_of()
    estimator = pipeline.estimator
    near = replace(PARAMETERS, space=replace(PARAMETERS.space, range_max_m=0.4, blind_m=0.2))
    with pytest.raises(ParameterError, match='must see ground up to range_max_m, got 0.4 m'):
        pipeline.validate(near)
    assert pipeline.estimator is estimator
