# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Patches measured on masks of pixels of 1 cm."""

import numpy as np
from patch_fixtures import found_in, points_in
import pytest

from seg_ros.datatypes import Pose2D
from seg_ros.patches.ground_points import GroundPoints, NO_POINTS
from seg_ros.patches.region_properties import region_properties

# The image's center is the origin: rows from 0.025 down, columns from 0.035 to the right.
DRAWING = """
    ........
    .ww.....
    .ww...w.
    ......w.
    ......w.
    ........
"""


def test_area_center_and_extent() -> None:
    located = region_properties(points_in(DRAWING))
    np.testing.assert_allclose(located.areas_m2, [4e-4, 3e-4], rtol=1e-6)
    np.testing.assert_allclose(located.centers_m, [(0.01, 0.02), (-0.005, -0.025)], atol=1e-8)
    np.testing.assert_allclose(located.sizes_m, [(0.02, 0.02), (0.03, 0.01)], atol=1e-8)
    np.testing.assert_allclose(located.pixels_m, 0.01, rtol=1e-6)


def points_of(
    areas_m2: list[float], class_ids: list[int], scores: list[int], owners: list[int]
) -> GroundPoints:
    count = len(owners)
    halves_m = np.zeros(count)
    return GroundPoints(
        np.arange(count, dtype=np.float64),
        np.zeros(count),
        halves_m,
        halves_m,
        np.array(areas_m2, np.float64),
        np.array(class_ids, np.uint8),
        np.array(scores, np.uint8),
        np.array(owners),
    )


def test_the_center_is_that_of_the_area() -> None:
    located = region_properties(points_of([3.0, 1.0], [0, 0], [0, 0], [0, 0]))
    assert located.centers_m.tolist() == [[0.25, 0.0]]


def test_the_commonest_class_and_the_mean_confidence() -> None:
    located = region_properties(
        points_of([1.0] * 5, [7, 9, 9, 255, 0], [255, 0, 0, 51, 51], [0, 0, 0, 1, 1])
    )
    assert located.class_ids.tolist() == [9, 0]
    assert located.class_ids.dtype == np.uint8
    np.testing.assert_allclose(located.scores, [1 / 3, 0.2])


def test_without_classes_and_confidence() -> None:
    located = region_properties(found_in('.w.w').points)
    assert located.class_ids.tolist() == [255, 255]
    assert located.scores.tolist() == [1.0, 1.0]


def test_nothing() -> None:
    located = region_properties(NO_POINTS)
    assert located.centers_m.shape == located.sizes_m.shape == (0, 2)
    assert len(located.areas_m2) == len(located.class_ids) == len(located.scores) == 0


@pytest.mark.parametrize('far_m', [10_000.0, -10_000.0])
def test_far_from_the_origin_nothing_is_lost(far_m) -> None:
    points = points_in(DRAWING)
    located = region_properties(points.in_odom(Pose2D(far_m, far_m)))
    np.testing.assert_allclose(
        located.centers_m - far_m, region_properties(points).centers_m, atol=1e-7
    )
    np.testing.assert_allclose(located.sizes_m, region_properties(points).sizes_m, atol=1e-7)
