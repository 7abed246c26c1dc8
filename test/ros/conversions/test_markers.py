# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What RViz is shown: outlines, areas and colors, anew for every image."""

from __future__ import annotations

from patch_world import base_scene, HEADER, no_patches, odometry_scene, plan, runs
import pytest
from visualization_msgs.msg import Marker

from seg_ros.datatypes import PatchPlan
from seg_ros.ros.conversions.markers import markers


def test_the_old_ones_go_first() -> None:
    drawn = markers(HEADER, plan(), base_scene()).markers
    assert [marker.action for marker in drawn] == [Marker.DELETEALL] + [Marker.ADD] * 6
    nothing = PatchPlan(no_patches(), runs(), ())
    assert len(markers(HEADER, nothing, base_scene()).markers) == 1


def test_an_outline_is_closed_and_at_the_height_of_the_canopy() -> None:
    line = markers(HEADER, plan(), base_scene()).markers[1]
    assert (line.type, line.ns, line.id) == (Marker.LINE_STRIP, 'outlines', 3)
    assert [(point.x, point.y, point.z) for point in line.points] == [
        (0.0, 0.0, 0.05),
        (1.0, 0.0, 0.05),
        (0.0, 1.0, 0.05),
        (0.0, 0.0, 0.05),
    ]
    assert line.scale.x > 0.0 and line.header == HEADER


def test_what_is_remembered_is_a_box() -> None:
    line = markers(HEADER, plan(), base_scene()).markers[5]
    corners = sorted((round(point.x, 9), round(point.y, 9)) for point in line.points[:4])
    assert corners == [(-0.26, -0.005), (-0.26, 0.005), (-0.24, -0.005), (-0.24, 0.005)]


def test_texts_tell_id_and_area() -> None:
    text = markers(HEADER, plan(), base_scene()).markers[2]
    assert text.type == Marker.TEXT_VIEW_FACING and text.text == '3  100.0 cm²'
    assert (text.pose.position.x, text.pose.position.y) == (1.0, 0.5)


def test_weeds_are_red_crops_green_and_the_rest_grey() -> None:
    drawn = markers(HEADER, plan(), base_scene()).markers
    weed, crop, remembered = (drawn[index].color for index in (1, 3, 5))
    assert weed.r > 2 * weed.g and crop.g > 2 * crop.r
    assert remembered.r == remembered.g == remembered.b
    assert all(marker.color.a == 1.0 for marker in drawn[1:])


def test_ids_fit_a_signed_number_and_places_are_those_of_the_frame() -> None:
    drawn = markers(HEADER, plan(), odometry_scene()).markers
    assert drawn[3].id == 2**31 - 1
    assert (drawn[1].points[1].x, drawn[1].points[1].y) == pytest.approx((10.0, 21.0))
