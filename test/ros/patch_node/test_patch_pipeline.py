# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Which images are processed, and what stays known of those before."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from geometry_msgs.msg import TransformStamped
import numpy as np
import pytest
from rclpy.logging import get_logger
from sensor_msgs.msg import CameraInfo, Image

from seg_ros.datatypes import FIRST_SIGHT, Pose2D
from seg_ros.errors import FrameError, ParameterError
from seg_ros.parameters import GeometryParameters, PatchNodeParameters, PatchTrackerParameters
from seg_ros.patches.tracks import IdSource
from seg_ros.ros.base.camera_pose import MountPose, TfPose
from seg_ros.ros.base.frame_worker import Frame, nanoseconds
from seg_ros.ros.conversions.images import image_message
from seg_ros.ros.patch_node.odometry import OdometrySample, PoseHistory
from seg_ros.ros.patch_node.parameters import PatchParameterSet
from seg_ros.ros.patch_node.patch_pipeline import PatchPipeline, PatchResult

S = 10**9


def inputs_of(published: tuple[str, ...] = (), labels: dict[int, str] | None = None):
    """Return inputs of a camera with 1 cm to a pixel; odom is published or not."""
    info = CameraInfo(width=60, height=40, k=[100.0, 0.0, 29.5, 0.0, 100.0, 19.5, 0, 0, 1.0])
    return SimpleNamespace(
        infos=SimpleNamespace(latest=info, at=lambda stamp_ns: info),
        labels=labels or {},
        poses=PoseHistory(),
        odometry_frame='odom' if published else '',
        is_published=lambda name: name in published,
        ids_of=lambda names: (2,) * len(names),
    )


def parameters_of(**facts: object) -> PatchParameterSet:
    geometry = GeometryParameters(
        **{name: facts.pop(name) for name in list(facts) if hasattr(GeometryParameters, name)}
    )
    return PatchParameterSet(
        geometry, PatchTrackerParameters(), PatchNodeParameters(**{'motion': 'still', **facts})
    )


def pipeline_of(parameters: PatchParameterSet, inputs=None, pose=None) -> PatchPipeline:
    io = SimpleNamespace(
        inputs=inputs or inputs_of(),
        pose=pose or MountPose(parameters.geometry),
        publishers=SimpleNamespace(needs_outlines=False),
    )
    return PatchPipeline(io, parameters, IdSource(), get_logger('pipeline'))


def image_of(stamp_ns: int, value: int = 255, encoding: str = 'mono8', width: int = 60) -> Image:
    """Return an image with a square of 10 px in the middle."""
    message, view = image_message(encoding, 40, width)
    view[15:25, 25:35] = value
    message.header.stamp.sec, message.header.stamp.nanosec = divmod(stamp_ns, S)
    return message


def process(
    pipeline: PatchPipeline, parameters: PatchParameterSet, mask: Image, **parts: Image
) -> PatchResult | None:
    header = mask.header
    frame = Frame(header, nanoseconds(header.stamp), 0.0, {'mask': mask, **parts}, parameters)
    return pipeline.process(frame)


def ids(pipeline: PatchPipeline, parameters: PatchParameterSet, stamp_ns: int) -> list[int]:
    return process(pipeline, parameters, image_of(stamp_ns)).plan.patches.ids.tolist()


@pytest.mark.parametrize(
    'later_ns, is_known',
    [
        (5 * S, True),
        (S + 1, True),
        (11 * S, True),
        (11 * S + 1, False),
        (S // 2 - 1, False),
    ],
)
def test_a_jump_in_time_forgets_everything(later_ns: int, is_known: bool) -> None:
    parameters = parameters_of()
    pipeline = pipeline_of(parameters)
    before = ids(pipeline, parameters, S)
    after = ids(pipeline, parameters, later_ns)
    assert len(before) == len(after) == 1 and (after == before) == is_known


def test_a_jump_of_a_mask_that_is_rejected_forgets_nothing() -> None:
    parameters = parameters_of()
    pipeline = pipeline_of(parameters)
    before = ids(pipeline, parameters, S)
    with pytest.raises(FrameError, match='mask must be mono8'):
        process(pipeline, parameters, image_of(1000 * S, encoding='bgr8'))
    assert ids(pipeline, parameters, 2 * S) == before


@pytest.mark.parametrize('later_ns', [S - 1, S // 2])
def test_an_image_that_is_no_newer_is_dropped(later_ns: int) -> None:
    parameters = parameters_of()
    pipeline = pipeline_of(parameters)
    before = ids(pipeline, parameters, S)
    with pytest.raises(FrameError, match='no later'):
        ids(pipeline, parameters, later_ns)
    assert process(pipeline, parameters, image_of(S)) is None
    assert ids(pipeline, parameters, S + 1) == before


def test_first_sight_lasts_until_it_is_published() -> None:
    parameters = parameters_of()
    pipeline = pipeline_of(parameters)
    results = [process(pipeline, parameters, image_of(second * S)) for second in (1, 2)]
    frame = Frame(image_of(2 * S).header, 2 * S, 0.0, {}, parameters)
    pipeline.on_published(frame, results[-1])
    results.append(process(pipeline, parameters, image_of(3 * S)))
    flags = [int(result.plan.patches.flags[0]) & FIRST_SIGHT for result in results]
    assert flags == [FIRST_SIGHT, FIRST_SIGHT, 0]


def test_an_image_that_could_not_be_processed_may_be_repeated() -> None:
    parameters = parameters_of(motion='odometry')
    inputs = inputs_of()
    pipeline = pipeline_of(parameters, inputs)
    with pytest.raises(FrameError, match='no odometry'):
        ids(pipeline, parameters, S)
    inputs.poses.add(OdometrySample(S, Pose2D(0.0, 0.0), 0.0, 0.0, 0.0))
    assert len(ids(pipeline, parameters, S)) == 1
    assert process(pipeline, parameters, image_of(S)) is None


def test_odometry_that_appears_later_is_used_from_then_on() -> None:
    parameters, inputs = parameters_of(motion='auto'), inputs_of()
    pipeline = pipeline_of(parameters, inputs)
    assert ids(pipeline, parameters, S) == [1]
    # Left over from odometry that ended before this activation.
    inputs.odometry_frame = 'odom'
    assert ids(pipeline, parameters, 2 * S) == [1]
    inputs.is_published = lambda name: name == 'odom'
    with pytest.raises(FrameError, match='no odometry'):
        ids(pipeline, parameters, 3 * S)
    inputs.poses.add(OdometrySample(4 * S, Pose2D(0.1, 0.0), 0.0, 0.0, 0.0))
    # Tracks start anew, with ids that were not used before.
    assert ids(pipeline, parameters, 4 * S) == [2]


def test_images_of_two_cameras_are_not_mixed() -> None:
    parameters = parameters_of()
    pipeline = pipeline_of(parameters)
    ids(pipeline, parameters, S)
    other = image_of(2 * S)
    other.header.frame_id = 'right'
    with pytest.raises(FrameError, match='start one node for each camera'):
        process(pipeline, parameters, other)


def test_the_calibration_of_the_images_stamp_is_used() -> None:
    parameters, inputs = parameters_of(), inputs_of()
    infos = {
        second * S: CameraInfo(width=60, height=40, k=[f, 0, 29.5, 0, f, 19.5, 0, 0, 1.0])
        for second, f in ((1, 100.0), (2, 200.0))
    }
    inputs.infos = SimpleNamespace(
        latest=infos[S], at=lambda stamp_ns: infos.get(stamp_ns, infos[S])
    )
    pipeline = pipeline_of(parameters, inputs)
    areas_m2 = [
        process(pipeline, parameters, image_of(second * S)).plan.patches.areas_m2[0]
        for second in (1, 2)
    ]
    assert areas_m2 == pytest.approx([0.01, 0.0025])


def test_a_canopy_above_the_camera_is_refused() -> None:
    parameters = parameters_of()
    pipeline = pipeline_of(parameters)
    with pytest.raises(ParameterError, match='camera must be above'):
        pipeline.validate(
            replace(parameters, geometry=replace(parameters.geometry, canopy_height_m=2.0))
        )


def test_parameters_may_be_validated_before_the_ground_is_known() -> None:
    parameters = parameters_of(camera_pose='tf')
    pipeline = pipeline_of(parameters, pose=TfPose(None, KeyError, 'base_link'))
    assert pipeline.lookahead is None
    pipeline.validate(replace(parameters, tracker=PatchTrackerParameters(min_area_cm2=2.0)))


@pytest.mark.parametrize(
    'parts, pattern',
    [
        ({}, 'no class_map of the same stamp'),
        ({'class_map': image_of(S, width=64)}, r'class_map must be \(40, 60\)'),
        ({'class_map': image_of(S, encoding='bgr8')}, "class_map must be mono8, got 'bgr8'"),
        (
            {'class_map': image_of(S, 1), 'confidence': image_of(S, encoding='bgr8')},
            'confidence must',
        ),
    ],
)
def test_where_crops_are_protected_nothing_is_guessed(parts, pattern: str) -> None:
    parameters = parameters_of(crops=('crop',))
    with pytest.raises(FrameError, match=pattern):
        process(pipeline_of(parameters), parameters, image_of(S), **parts)


def test_other_labels_than_at_activation_are_not_trusted_with_crops() -> None:
    parameters, inputs = parameters_of(crops=('crop',)), inputs_of(labels={2: 'crop'})
    pipeline = pipeline_of(parameters, inputs)
    result = process(pipeline, parameters, image_of(S), class_map=image_of(S, 2))
    assert result.plan.patches.flags.tolist() == [6]
    inputs.labels = {2: 'thistle'}
    with pytest.raises(FrameError, match='label_info has changed'):
        process(pipeline, parameters, image_of(2 * S), class_map=image_of(S, 2))


def test_patches_are_published_in_the_odometry_frame_on_request() -> None:
    parameters = parameters_of(motion='auto', target_frame='odom')
    inputs = inputs_of(('odom',))
    inputs.poses.add(OdometrySample(S, Pose2D(3.0, 4.0), 0.0, 0.0, 0.0))
    frame = process(pipeline_of(parameters, inputs), parameters, image_of(S)).frame
    assert (frame.frame_id, frame.vehicle) == ('odom', Pose2D(3.0, 4.0))
    with pytest.raises(ParameterError, match='target_frame must be one of base_link, got'):
        pipeline_of(parameters, inputs_of())


def test_tf_moves_the_ground() -> None:
    class Buffer:
        """Stands in for TF."""

        def lookup_transform(self, target: str, source: str, time) -> TransformStamped:
            """Return a camera that moves ahead by 1 m/s."""
            transform = TransformStamped()
            place, turned = transform.transform.translation, transform.transform.rotation
            place.x, place.z = time.nanoseconds / S, 1.0
            turned.x, turned.y, turned.w = 0.5**0.5, -(0.5**0.5), 0.0
            return transform

    parameters = parameters_of(camera_pose='tf')
    pipeline = pipeline_of(parameters, pose=TfPose(Buffer(), KeyError, 'base_link'))
    assert pipeline.lookahead is None
    for second in (1, 2):
        result = process(pipeline, parameters, image_of(second * S))
        assert np.allclose(result.plan.patches.centers_m[0], [second, 0.0], atol=1e-6)


def test_the_fixed_scale_is_checked_with_the_first_image() -> None:
    parameters = parameters_of(metres_per_pixel=0.002, speed_mps=1.0)
    pipeline = pipeline_of(parameters)
    with pytest.raises(ParameterError, match='speed_mps must be at most 0.00, got 1'):
        process(pipeline, parameters, image_of(S))


@pytest.mark.parametrize(
    'facts, pattern',
    [
        ({'boom_x_m': 1.0}, 'speed_mps must be at most 0.00, got 0.2'),
        ({'roi_left': 0.999}, 'the region of interest must hold a pixel'),
    ],
)
def test_parameters_that_contradict_each_other_are_refused(facts, pattern: str) -> None:
    parameters = parameters_of(speed_mps=0.2, patch_length_m=0.0)
    # 0.195 m are seen ahead; 0.1 m would do.
    narrow = replace(parameters, tracker=PatchTrackerParameters(nozzle_count=2))
    pipeline = pipeline_of(narrow)
    pipeline.validate(narrow)
    with pytest.raises(ParameterError, match=pattern):
        pipeline.validate(replace(narrow, tracker=PatchTrackerParameters(nozzle_count=2, **facts)))
