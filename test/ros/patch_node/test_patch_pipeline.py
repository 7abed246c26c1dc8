# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Which images are answered, and what is known of the one before."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from geometry_msgs.msg import TransformStamped
import numpy as np
import pytest
from rclpy.logging import get_logger
from sensor_msgs.msg import CameraInfo, Image

from seg_ros.datatypes import Pose2D
from seg_ros.errors import FrameError, ParameterError
from seg_ros.parameters import GeometryParameters, PatchNodeParameters, PlannerParameters
from seg_ros.patches.ids import IdSource
from seg_ros.ros.base.camera_pose import MountPose, TfPose
from seg_ros.ros.conversions.images import image_message
from seg_ros.ros.patch_node.odometry import OdometrySample, PoseHistory
from seg_ros.ros.patch_node.parameters import PatchNodeParameterSet
from seg_ros.ros.patch_node.patch_pipeline import PatchPipeline

S = 10**9


def inputs_of(published: tuple[str, ...] = (), labels: dict[int, str] | None = None):
    """Return inputs of a camera with 1 cm to a pixel; who is published is odom or not."""
    return SimpleNamespace(
        info=CameraInfo(width=60, height=40, k=[100.0, 0.0, 29.5, 0.0, 100.0, 19.5, 0, 0, 1.0]),
        labels=labels or {},
        poses=PoseHistory(),
        odometry_frame='odom',
        is_published=lambda name: name in published,
        ids_of=lambda names: (2,) * len(names),
    )


def knobs_of(**facts: object) -> PatchNodeParameterSet:
    ground = GeometryParameters(
        **{name: facts.pop(name) for name in list(facts) if hasattr(GeometryParameters, name)}
    )
    return PatchNodeParameterSet(
        ground, PlannerParameters(), PatchNodeParameters(**{'motion': 'still', **facts})
    )


def finder_of(knobs: PatchNodeParameterSet, inputs=None) -> PatchPipeline:
    return PatchPipeline(
        knobs, inputs or inputs_of(), MountPose(knobs.ground), IdSource(), get_logger('finder')
    )


def image_of(stamp_ns: int, value: int = 255, encoding: str = 'mono8', width: int = 60) -> Image:
    """Return an image with a square of 10 px in the middle."""
    message, view = image_message(encoding, 40, width)
    view[15:25, 25:35] = value
    message.header.stamp.sec, message.header.stamp.nanosec = divmod(stamp_ns, S)
    return message


def ids(finder: PatchPipeline, knobs: PatchNodeParameterSet, stamp_ns: int) -> list[int]:
    plan, _ = finder.find({'mask': image_of(stamp_ns)}, knobs, False)
    return plan.patches.ids.tolist()


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
    knobs = knobs_of()
    finder = finder_of(knobs)
    before = ids(finder, knobs, S)
    after = ids(finder, knobs, later_ns)
    assert len(before) == len(after) == 1 and (after == before) == is_known


@pytest.mark.parametrize('later_ns', [S, S - 1, S // 2])
def test_an_image_that_is_no_newer_is_dropped(later_ns: int) -> None:
    knobs = knobs_of()
    finder = finder_of(knobs)
    before = ids(finder, knobs, S)
    with pytest.raises(FrameError, match='no later'):
        ids(finder, knobs, later_ns)
    assert ids(finder, knobs, S + 1) == before


def test_an_image_that_could_not_be_answered_may_come_again() -> None:
    knobs = knobs_of(motion='odometry')
    inputs = inputs_of()
    finder = finder_of(knobs, inputs)
    with pytest.raises(FrameError, match='no odometry'):
        ids(finder, knobs, S)
    assert not finder.answered(image_of(S).header)
    inputs.poses.add(OdometrySample(S, Pose2D(0.0, 0.0), 0.0, 0.0, 0.0))
    assert len(ids(finder, knobs, S)) == 1
    assert finder.answered(image_of(S).header) and not finder.answered(image_of(S + 1).header)


def test_images_of_two_cameras_are_not_mixed() -> None:
    knobs = knobs_of()
    finder = finder_of(knobs)
    ids(finder, knobs, S)
    other = image_of(2 * S)
    other.header.frame_id = 'right'
    with pytest.raises(FrameError, match='start one node for each camera'):
        finder.find({'mask': other}, knobs, False)


def test_a_canopy_above_the_camera_is_found_out_before_it_turns() -> None:
    knobs = knobs_of()
    finder = finder_of(knobs)
    finder.look_early(knobs)
    with pytest.raises(ParameterError, match='camera must be above'):
        finder.check(replace(knobs, ground=replace(knobs.ground, canopy_height_m=2.0)))


@pytest.mark.parametrize(
    'parts, words',
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
def test_where_crops_are_protected_nothing_is_guessed(parts, words: str) -> None:
    knobs = knobs_of(crops=('crop',))
    with pytest.raises(FrameError, match=words):
        finder_of(knobs).find({'mask': image_of(S), **parts}, knobs, False)


def test_other_labels_than_at_activation_are_not_trusted_with_crops() -> None:
    knobs, inputs = knobs_of(crops=('crop',)), inputs_of(labels={2: 'crop'})
    finder = finder_of(knobs, inputs)
    parts = {'mask': image_of(S), 'class_map': image_of(S, 2)}
    assert finder.find(parts, knobs, False)[0].patches.flags.tolist() == [6]
    inputs.labels = {2: 'thistle'}
    parts['mask'] = image_of(2 * S)
    with pytest.raises(FrameError, match='label_info has changed'):
        finder.find(parts, knobs, False)


def test_patches_are_told_in_the_odometry_frame_if_that_is_asked_for() -> None:
    knobs, inputs = knobs_of(motion='auto', target_frame='odom'), inputs_of(('odom',))
    inputs.poses.add(OdometrySample(S, Pose2D(3.0, 4.0), 0.0, 0.0, 0.0))
    _, scene = finder_of(knobs, inputs).find({'mask': image_of(S)}, knobs, False)
    assert (scene.frame_id, scene.vehicle) == ('odom', Pose2D(3.0, 4.0))
    with pytest.raises(ParameterError, match='target_frame must be one of base_link, got'):
        finder_of(knobs, inputs_of())


def test_tf_moves_the_ground() -> None:
    class Buffer:
        """Stands in for TF."""

        def lookup_transform(self, target: str, source: str, time) -> TransformStamped:
            answer = TransformStamped()
            place, turned = answer.transform.translation, answer.transform.rotation
            place.x, place.z = time.nanoseconds / S, 1.0
            turned.x, turned.y, turned.w = 0.5**0.5, -(0.5**0.5), 0.0
            return answer

    knobs = knobs_of(camera_pose='tf')
    finder = PatchPipeline(
        knobs,
        inputs_of(),
        TfPose(Buffer(), KeyError, 'base_link'),
        IdSource(),
        get_logger('finder'),
    )
    finder.look_early(knobs)
    assert finder.lookahead is None
    for second in (1, 2):
        plan, _ = finder.find({'mask': image_of(second * S)}, knobs, False)
        assert np.allclose(plan.patches.centres_m[0], [second, 0.0], atol=1e-6)


def test_the_fixed_scale_is_checked_with_the_first_image() -> None:
    knobs = knobs_of(metres_per_pixel=0.002, speed_mps=1.0)
    finder = finder_of(knobs)
    finder.look_early(knobs)
    with pytest.raises(ParameterError, match='speed_mps must be at most 0.00, got 1'):
        finder.find({'mask': image_of(S)}, knobs, False)


@pytest.mark.parametrize(
    'facts, words',
    [
        ({'boom_x_m': 1.0}, 'speed_mps must be at most 0.00, got 0.2'),
        ({'roi_left': 0.999}, 'the region of interest must hold a pixel'),
    ],
)
def test_knobs_that_do_not_go_together_are_found_out_before_they_turn(facts, words: str) -> None:
    knobs = knobs_of(speed_mps=0.2, patch_length_m=0.0)
    finder = finder_of(knobs)
    # 0.195 m are seen ahead; 0.1 m would do.
    narrow = replace(knobs, planner=PlannerParameters(nozzle_count=2))
    finder.look_early(narrow)
    finder.check(narrow)
    with pytest.raises(ParameterError, match=words):
        finder.check(replace(knobs, planner=PlannerParameters(nozzle_count=2, **facts)))
