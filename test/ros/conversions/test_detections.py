# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Detections carry the patches, named and measured, in meters and in pixels."""

from __future__ import annotations

from math import sqrt

from patch_world import base_scene, HEADER, no_patches, odometry_scene, three_patches
import pytest

from seg_ros.ros.conversions.detections import detections_2d, detections_3d, verdict_message


def test_in_metres() -> None:
    message = detections_3d(HEADER, three_patches(), base_scene())
    assert message.header == HEADER
    first = message.detections[0]
    place, size, result = first.bbox.center.position, first.bbox.size, first.results[0]
    assert first.header == HEADER and first.id == '3'
    # The box stands on the ground; the patch is seen at the height of the canopy.
    assert (place.x, place.y, place.z) == (1.0, 0.5, 0.025)
    assert (size.x, size.y, size.z) == (0.1, 0.2, 0.05)
    assert (result.hypothesis.class_id, result.hypothesis.score) == ('thistle', 0.5)
    seen = result.pose.pose.position
    assert (seen.x, seen.y, seen.z) == (1.0, 0.5, 0.05)
    variances = {place: value for place, value in enumerate(result.pose.covariance) if value}
    assert variances == pytest.approx({0: 1e-4, 7: 1e-4})


def test_names_and_ids() -> None:
    message = detections_3d(HEADER, three_patches(), base_scene())
    named = [(one.id, one.results[0].hypothesis.class_id) for one in message.detections]
    assert named == [('3', 'thistle'), ('4294967295', 'crop'), ('5', 'weed')]


def test_boxes_lie_along_the_vehicle_in_the_odometry_frame() -> None:
    box = detections_3d(HEADER, three_patches(), odometry_scene()).detections[0].bbox
    assert (box.center.position.x, box.center.position.y) == pytest.approx((9.5, 21.0))
    assert (box.center.orientation.z, box.center.orientation.w) == pytest.approx(
        (sqrt(0.5), sqrt(0.5))
    )
    assert (box.size.x, box.size.y) == (0.1, 0.2)


def test_in_pixels_only_what_is_in_view() -> None:
    message = detections_2d(HEADER, three_patches(), base_scene())
    assert [one.id for one in message.detections] == ['3', '4294967295']
    box = message.detections[0].bbox
    assert (box.center.position.x, box.center.position.y) == (12.0, 21.5)
    assert (box.size_x, box.size_y) == (5.0, 4.0)
    assert message.detections[1].results[0].hypothesis.class_id == 'crop'


def test_an_empty_field() -> None:
    for convert in (detections_2d, detections_3d):
        message = convert(HEADER, no_patches(), base_scene())
        assert message.header == HEADER and message.detections == []


@pytest.mark.parametrize('passed, name', [(True, 'pass'), (False, 'fail')])
def test_the_verdict(passed: bool, name: str) -> None:
    message = verdict_message(HEADER, passed)
    assert message.header == HEADER
    assert [result.class_id for result in message.results] == [name]
