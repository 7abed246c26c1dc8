# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The fan covers what the camera sees, and leaves no pixel out."""

from math import degrees

from free_space_fixtures import AHEAD, everywhere, mask_of, PLANES
import numpy as np
import pytest

from seg_ros.errors import ParameterError
from seg_ros.free_space.polar_grid import polar_grid_of, PolarGrid
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.geometry.mount import mounted

each_plane = pytest.mark.parametrize('plane', PLANES.values(), ids=PLANES)


def middles_m(fan: PolarGrid) -> np.ndarray:
    """Return (R, A, 2): the places in the middle of the cells."""
    ranges_m = (fan.edges_m[:-1] + fan.edges_m[1:]) / 2.0
    return fan.foot_m + ranges_m[:, None, None] * fan.directions


def test_rays_go_out_from_the_foot_point_over_all_that_is_in_view() -> None:
    fan = polar_grid_of(AHEAD, 0.1, 8.0)
    assert fan.foot_m.tolist() == [0.0, 0.0]
    ground = AHEAD.ground_map()
    aside = np.abs(ground.y_m / ground.x_m)[ground.x_m <= 8.0].max()
    widest_deg = np.degrees(np.abs(fan.angles_rad[fan.seen.any(axis=0)]).max())
    assert widest_deg == pytest.approx(degrees(np.arctan(aside)), abs=0.5)
    begins_m, ends_m = fan.stretches_m[:, len(fan.angles_rad) // 2]
    assert begins_m == pytest.approx(np.nanmin(ground.x_m), abs=0.02)
    assert ends_m == pytest.approx(8.0, abs=0.3)


@each_plane
def test_no_pixel_of_an_obstacle_slips_through(plane) -> None:
    fan = polar_grid_of(plane, 0.0, 6.0)
    free = mask_of(plane, everywhere)
    assert (fan.unrolled(free) | ~fan.seen).all()
    places = middles_m(fan)[fan.seen]
    pixels = np.unique(np.rint(plane.to_pixels(places)).astype(int), axis=0)
    for column, row in np.random.default_rng(1).choice(pixels, 60):
        free[row, column] = 0
        assert (~fan.unrolled(free) & fan.seen).any(), (column, row)
        free[row, column] = 255


@each_plane
def test_what_counts_as_seen_is_one_stretch_in_the_image_and_within_range(plane) -> None:
    fan = polar_grid_of(plane, 0.8, 6.0)
    assert np.abs(np.diff(fan.seen.astype(int), axis=0)).sum(axis=0).max() <= 2
    distances_m = np.linalg.norm(middles_m(fan), axis=-1)[fan.seen]
    assert distances_m.min() > 0.75 and distances_m.max() < 6.2
    pixels = plane.to_pixels(middles_m(fan)[fan.seen])
    size_px = plane.camera.width_px, plane.camera.height_px
    assert (pixels > -1.0).all() and (pixels < size_px).all()


def test_a_ray_begins_behind_the_vehicle_though_the_camera_sees_it_before() -> None:
    plane = GroundPlane(AHEAD.camera, mounted(-2.0, 0.0, 1.0, 30.0))
    fan = polar_grid_of(plane, 0.5, 6.0)
    begins_m, ends_m = fan.stretches_m[:, len(fan.angles_rad) // 2]
    assert begins_m == pytest.approx(2.5, abs=0.1) and ends_m == pytest.approx(8.0, abs=0.3)


@pytest.mark.parametrize('pitch_deg', [-40.0, 0.0])
def test_a_camera_without_ground_in_range_is_refused(pitch_deg: float) -> None:
    plane = GroundPlane(AHEAD.camera, mounted(0.0, 0.0, 4.0, pitch_deg))
    with pytest.raises(ParameterError, match='must see ground up to range_max_m, got 6 m'):
        polar_grid_of(plane, 0.1, 6.0)


def test_masks_of_0_and_1_are_read_as_well() -> None:
    fan = polar_grid_of(AHEAD, 0.1, 8.0)
    mask = mask_of(AHEAD, lambda x_m, y_m: x_m < 3.0)
    assert (fan.unrolled(mask // 255) == fan.unrolled(mask)).all()


def test_what_comes_into_view_again_does_not_count() -> None:
    class WithGap(GroundPlane):
        def to_pixels(self, points: np.ndarray) -> np.ndarray:
            pixels = super().to_pixels(points)
            pixels[(points[:, 0] > 2.0) & (points[:, 0] < 3.0)] = np.nan
            return pixels

    fan = polar_grid_of(WithGap(AHEAD.camera, AHEAD.pose), 0.1, 8.0)
    assert fan.stretches_m[1, len(fan.angles_rad) // 2] == pytest.approx(2.0, abs=0.03)
