# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Scans about the base frame, made of rays about a foot point elsewhere."""

from math import atan2, degrees, hypot, radians

import numpy as np
import pytest

from seg_ros.free_space.polar_grid import PolarGrid
from seg_ros.free_space.scan import ScanBuilder

ANGLES_RAD = np.radians(np.arange(-30.0, 30.01, 0.25))
NOTHING = np.full(len(ANGLES_RAD), np.inf, np.float32)


def builder_at(foot_m: tuple[float, float], rays: int = 360) -> ScanBuilder:
    """Return the builder of a camera that sees 60 degrees ahead, from 1 m to 8 m off."""
    edges_m = np.arange(0.0, 8.01, 0.1)
    visible = np.repeat(edges_m[:-1, None] >= 0.99, len(ANGLES_RAD), axis=1)
    polar_grid = PolarGrid(np.array(foot_m), edges_m, ANGLES_RAD, visible, ())
    return ScanBuilder(polar_grid, rays, blind_m=1.5, range_min_m=0.2, range_max_m=6.0)


def test_rays_begin_ahead_and_go_to_the_left() -> None:
    scan = builder_at((0.0, 0.0)).build(NOTHING)
    assert scan.angle_step_rad == pytest.approx(radians(1.0))
    assert (scan.range_min_m, scan.range_max_m) == (0.2, 6.0)
    free = np.isposinf(scan.ranges_m)
    assert np.flatnonzero(free).tolist() == [*range(30), *range(331, 360)]
    assert np.isnan(scan.ranges_m[~free]).all()


def test_the_nearest_end_of_a_ray_is_reported() -> None:
    ends_m = NOTHING.copy()
    ends_m[(ANGLES_RAD > radians(9.6)) & (ANGLES_RAD < radians(10.4))] = (3.0, 2.5, 2.75)
    ranges_m = builder_at((0.0, 0.0)).build(ends_m).ranges_m
    assert ranges_m[10] == 2.5
    assert np.isposinf(ranges_m[[8, 12]]).all()


@pytest.mark.parametrize('foot_m', [(0.5, 0.0), (0.5, -0.3), (-0.4, 0.2)])
def test_an_end_is_reported_from_the_base_frame(foot_m) -> None:
    ends_m = NOTHING.copy()
    middle = len(ANGLES_RAD) // 2 + 40
    ends_m[middle] = 2.0
    place = np.add(foot_m, 2.0 * np.array([np.cos(radians(10.0)), np.sin(radians(10.0))]))
    ranges_m = builder_at(foot_m).build(ends_m).ranges_m
    ray = round(degrees(atan2(place[1], place[0]))) % 360
    assert ranges_m[ray] == pytest.approx(hypot(*place), abs=1e-6)
    assert np.isfinite(ranges_m).sum() == 1


def test_what_is_out_of_range_is_not_reported_and_what_is_too_near_is_as_near_as_can_be() -> None:
    ends_m = np.full_like(NOTHING, 6.5)
    scan = builder_at((0.0, 0.0)).build(ends_m)
    assert np.isposinf(scan.ranges_m[[0, 20, 340]]).all()
    ends_m = np.full_like(NOTHING, 0.05)
    scan = builder_at((0.0, 0.0)).build(ends_m)
    assert scan.ranges_m[0] == pytest.approx(0.2)


def test_a_ray_is_not_free_where_its_ground_is_in_view_only_far_out() -> None:
    """The view begins 1 m off the camera, and 1.5 m ahead must be in it."""
    near, far = (builder_at((x_m, 0.0)).build(NOTHING).ranges_m for x_m in (0.4, 0.6))
    assert np.isposinf(near[[0, 15, 345]]).all() and np.isnan(near[28])
    assert np.isnan(far).all()


def test_a_ray_through_the_shadow_of_an_obstacle_is_not_free() -> None:
    """The camera is 0.5 m to the left, so that a post of its left view shades the ray ahead."""
    foot_m = (0.0, 0.5)
    ends_m = NOTHING.copy()
    right = -atan2(0.5, 4.0)
    ends_m[np.abs(ANGLES_RAD - right) < radians(1.0)] = 2.0
    ranges_m = builder_at(foot_m).build(ends_m).ranges_m
    assert np.isnan(ranges_m[0])
    post_deg = degrees(atan2(0.5 + 2.0 * np.sin(right), 2.0 * np.cos(right)))
    assert ranges_m[round(post_deg)] == pytest.approx(2.0, abs=0.1)
    assert np.isposinf(ranges_m[20])


def test_angles_behind_the_seam_of_pi_are_reported() -> None:
    angles_rad = np.radians(np.arange(150.0, 210.01, 0.25))
    edges_m = np.arange(0.0, 8.01, 0.1)
    polar_grid = PolarGrid(
        np.zeros(2), edges_m, angles_rad, np.ones((len(edges_m) - 1, len(angles_rad)), bool), ()
    )
    scan = ScanBuilder(polar_grid, 360, 1.0, 0.1, 6.0).build(
        np.full(len(angles_rad), 3.0, np.float32)
    )
    assert np.flatnonzero(np.isfinite(scan.ranges_m)).tolist() == list(range(150, 211))
