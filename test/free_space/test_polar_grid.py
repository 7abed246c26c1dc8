# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The polar grid covers what the camera sees, and leaves no pixel out."""

from math import degrees

from free_space_fixtures import AHEAD, everywhere, mask_of, PLANES
import numpy as np
import pytest

from seg_ros.errors import CalibrationError, ParameterError
from seg_ros.free_space.polar_grid import polar_grid_of, PolarGrid
from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.geometry.mount import mounted

each_plane = pytest.mark.parametrize('plane', PLANES.values(), ids=PLANES)


def middles_m(polar_grid: PolarGrid) -> np.ndarray:
    """Return (R, A, 2): the places in the middle of the cells."""
    ranges_m = (polar_grid.edges_m[:-1] + polar_grid.edges_m[1:]) / 2.0
    return polar_grid.foot_m + ranges_m[:, None, None] * polar_grid.directions


def test_rays_go_out_from_the_foot_point_over_all_that_is_in_view() -> None:
    polar_grid = polar_grid_of(AHEAD, 0.1, 8.0)
    assert polar_grid.foot_m.tolist() == [0.0, 0.0]
    ground = AHEAD.ground_map()
    aside = np.abs(ground.y_m / ground.x_m)[ground.x_m <= 8.0].max()
    widest_deg = np.degrees(np.abs(polar_grid.angles_rad[polar_grid.visible.any(axis=0)]).max())
    assert widest_deg == pytest.approx(degrees(np.arctan(aside)), abs=0.5)
    begins_m, ends_m = polar_grid.visible_m[:, len(polar_grid.angles_rad) // 2]
    assert begins_m == pytest.approx(np.nanmin(ground.x_m), abs=0.02)
    assert ends_m == pytest.approx(8.0, abs=0.3)


@each_plane
def test_no_pixel_of_an_obstacle_slips_through(plane) -> None:
    polar_grid = polar_grid_of(plane, 0.0, 6.0)
    free = mask_of(plane, everywhere)
    assert (polar_grid.resample(free) | ~polar_grid.visible).all()
    places = middles_m(polar_grid)[polar_grid.visible]
    pixels = np.unique(np.rint(plane.to_pixels(places)).astype(int), axis=0)
    for column, row in np.random.default_rng(1).choice(pixels, 60):
        free[row, column] = 0
        assert (~polar_grid.resample(free) & polar_grid.visible).any(), (column, row)
        free[row, column] = 255


@each_plane
def test_the_visible_part_of_a_ray_is_one_interval_in_the_image_and_within_range(plane) -> None:
    polar_grid = polar_grid_of(plane, 0.8, 6.0)
    assert np.abs(np.diff(polar_grid.visible.astype(int), axis=0)).sum(axis=0).max() <= 2
    distances_m = np.linalg.norm(middles_m(polar_grid), axis=-1)[polar_grid.visible]
    assert distances_m.min() > 0.75 and distances_m.max() < 6.2
    pixels = plane.to_pixels(middles_m(polar_grid)[polar_grid.visible])
    size_px = plane.camera.width_px, plane.camera.height_px
    assert (pixels > -1.0).all() and (pixels < size_px).all()


def test_a_ray_begins_behind_the_vehicle_though_the_camera_sees_it_before() -> None:
    plane = GroundPlane(AHEAD.camera, mounted(-2.0, 0.0, 1.0, 30.0))
    polar_grid = polar_grid_of(plane, 0.5, 6.0)
    begins_m, ends_m = polar_grid.visible_m[:, len(polar_grid.angles_rad) // 2]
    assert begins_m == pytest.approx(2.5, abs=0.1) and ends_m == pytest.approx(8.0, abs=0.3)


@pytest.mark.parametrize('pitch_deg', [-40.0, 0.0])
def test_a_camera_without_ground_in_range_is_refused(pitch_deg: float) -> None:
    plane = GroundPlane(AHEAD.camera, mounted(0.0, 0.0, 4.0, pitch_deg))
    with pytest.raises(ParameterError, match='must see ground up to range_max_m, got 6 m'):
        polar_grid_of(plane, 0.1, 6.0)


def test_a_camera_that_sees_too_far_off_its_axis_is_refused_with_the_number() -> None:
    coefficients = (-0.3, 0.1, 0.0, 0.0, 0.0)
    # K of the binned image with the full size.
    camera = CameraModel(1280, 720, 512.0, 512.0, 319.5, 179.5, 'plumb_bob', coefficients)
    plane = GroundPlane(camera, mounted(0.0, 0.0, 1.0, 30.0))
    with pytest.raises(CalibrationError, match=r'at most 8388608 cells, got \d+ x \d+ for 1280 x'):
        polar_grid_of(plane, 0.1, 10.0)


def test_masks_of_0_and_1_are_read_as_well() -> None:
    polar_grid = polar_grid_of(AHEAD, 0.1, 8.0)
    mask = mask_of(AHEAD, lambda x_m, y_m: x_m < 3.0)
    assert (polar_grid.resample(mask // 255) == polar_grid.resample(mask)).all()


def test_what_comes_into_view_again_does_not_count() -> None:
    class WithGap(GroundPlane):
        """Ground that goes out of view from 2 to 3 m."""

        def to_pixels(self, points: np.ndarray) -> np.ndarray:
            pixels = super().to_pixels(points)
            pixels[(points[:, 0] > 2.0) & (points[:, 0] < 3.0)] = np.nan
            return pixels

    polar_grid = polar_grid_of(WithGap(AHEAD.camera, AHEAD.pose), 0.1, 8.0)
    assert polar_grid.visible_m[1, len(polar_grid.angles_rad) // 2] == pytest.approx(2.0, abs=0.03)
