# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Masks of a yard as cameras see it: what is reported as free, and what is not."""

from free_space_fixtures import AHEAD, around_a_box, CAMERA, everywhere, mask_of, PLANES
from hypothesis import example, given, settings, strategies as st
import numpy as np
import pytest

from seg_ros.datatypes import FREE, FreeSpace, OCCUPIED, UNKNOWN
from seg_ros.errors import FrameError
from seg_ros.free_space.estimator import FreeSpaceEstimator
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.geometry.mount import mounted
from seg_ros.parameters import FreeSpaceParameters

SETTINGS = FreeSpaceParameters(range_max_m=6.0, blind_m=1.2, ahead_m=6.0, width_m=6.0)
STRICT = FreeSpaceParameters(
    range_max_m=5.0,
    blind_m=1.3,
    min_obstacle_m=0.0,
    ahead_m=5.0,
    behind_m=3.0,
    width_m=6.0,
    resolution_m=0.1,
    scan_rays=180,
)
ESTIMATORS = {
    name: FreeSpaceEstimator(PLANES[name], STRICT)
    for name in ('small', 'tilted', 'distorted', 'backwards')
}


def estimated(plane: GroundPlane, is_free, **parameters: float) -> FreeSpace:
    estimator = FreeSpaceEstimator(
        plane,
        FreeSpaceParameters(
            **{
                **{
                    name: getattr(SETTINGS, name)
                    for name in ('range_max_m', 'blind_m', 'ahead_m', 'width_m')
                },
                **parameters,
            }
        ),
    )
    return estimator.estimate(mask_of(plane, is_free))


def cell(space: FreeSpace, x_m: float, y_m: float) -> int:
    grid = space.grid
    return int(
        grid.cells[
            int((y_m - grid.y_m) / grid.resolution_m), int((x_m - grid.x_m) / grid.resolution_m)
        ]
    )


def test_a_box_is_where_it_stands() -> None:
    space = estimated(AHEAD, around_a_box)
    ranges_m = space.scan.ranges_m
    for ray in range(-18, 19):
        face_m = 3.0 / np.cos(np.radians(ray / 2.0))
        assert face_m - 0.1 < ranges_m[ray] <= face_m
    assert np.isposinf(ranges_m[[-40, -24, 24, 40]]).all()
    for y_m in (-0.45, 0.0, 0.45):
        assert cell(space, 2.85, y_m) == FREE
        assert cell(space, 3.01, y_m) == OCCUPIED
        assert cell(space, 3.3, y_m) == UNKNOWN
        assert cell(space, 5.5, y_m * 5.5 / 3.0) == UNKNOWN
    assert cell(space, 5.5, 1.4) == FREE and cell(space, 0.4, 0.0) == UNKNOWN


def test_all_free_and_nothing_free() -> None:
    free, none = estimated(AHEAD, everywhere), estimated(AHEAD, lambda x_m, y_m: x_m < 0.0)
    assert np.isposinf(free.scan.ranges_m[:50]).all() and not np.isfinite(free.scan.ranges_m).any()
    assert OCCUPIED not in free.grid.cells and cell(free, 5.0, 0.0) == FREE
    assert FREE not in none.grid.cells and none.scan.ranges_m[0] == pytest.approx(0.67, abs=0.05)
    assert not np.isposinf(none.scan.ranges_m).any()


@pytest.mark.parametrize(
    'size_m, min_obstacle_m, is_obstacle',
    [
        (0.10, 0.05, True),
        (0.10, 0.3, False),
        (0.02, 0.05, False),
        (0.02, 0.0, True),
    ],
)
def test_a_hole_is_an_obstacle_unless_it_is_a_speck(size_m, min_obstacle_m, is_obstacle) -> None:
    def is_free(x_m: np.ndarray, y_m: np.ndarray) -> np.ndarray:
        return (np.abs(x_m - 1.5) > size_m / 2.0) | (np.abs(y_m) > 0.2)

    space = estimated(AHEAD, is_free, min_obstacle_m=min_obstacle_m)
    assert (space.scan.ranges_m[0] == pytest.approx(1.5 - size_m / 2.0, abs=0.03)) == is_obstacle
    assert (cell(space, 1.6, 0.0) == FREE) != is_obstacle


def test_ground_outside_the_image_is_unknown() -> None:
    steep = GroundPlane(CAMERA, mounted(0.0, 0.0, 1.0, 50.0))
    space = estimated(steep, everywhere, blind_m=0.5)
    assert np.isnan(space.scan.ranges_m).all()
    assert cell(space, 1.0, 0.0) == FREE and cell(space, 4.0, 0.0) == UNKNOWN
    walled = estimated(steep, lambda x_m, y_m: x_m < 1.5, blind_m=0.5)
    assert walled.scan.ranges_m[0] == pytest.approx(1.5, abs=0.03)


def test_a_post_in_the_distance_is_seen_through_few_pixels() -> None:
    def is_free(x_m: np.ndarray, y_m: np.ndarray) -> np.ndarray:
        return ~((x_m > 5.0) & (np.abs(y_m / x_m) < 0.003))

    space = estimated(AHEAD, is_free)
    assert set(np.flatnonzero(np.isfinite(space.scan.ranges_m))) <= {719, 0, 1}
    assert space.scan.ranges_m[0] == pytest.approx(5.0, abs=0.2)


@pytest.mark.parametrize(
    'x_m, y_m, yaw_deg',
    [
        (0.6, 0.0, 0.0),
        (-0.5, 0.4, 20.0),
        (0.0, -0.3, -35.0),
        (-0.3, 0.0, 180.0),
    ],
)
def test_a_wall_is_where_it_is_whatever_the_place_of_the_camera(x_m, y_m, yaw_deg) -> None:
    plane = GroundPlane(CAMERA, mounted(x_m, y_m, 1.0, 30.0, 0.0, yaw_deg))
    ahead = np.array([np.cos(np.radians(yaw_deg)), np.sin(np.radians(yaw_deg))])

    def is_free(xs_m: np.ndarray, ys_m: np.ndarray) -> np.ndarray:
        return xs_m * ahead[0] + ys_m * ahead[1] < 3.0

    scan = estimated(plane, is_free).scan
    ray = round(yaw_deg * 2) % 720
    ranges_m = scan.ranges_m[[ray - 20, ray, (ray + 20) % 720]]
    expected_m = 3.0 / np.cos(np.radians([10.0, 0.0, 10.0]))
    assert np.abs(ranges_m - expected_m).max() < 0.08, ranges_m


@pytest.mark.parametrize('width_px', [40, 80, 81, 640])
def test_a_wall_has_no_gaps_in_the_scan_of_a_coarse_image(width_px: int) -> None:
    camera = AHEAD.camera.scaled(width_px * 3 // 4, width_px)
    plane = GroundPlane(camera, mounted(-0.5, 0.0, 1.0, 30.0))
    ranges_m = estimated(plane, lambda x_m, y_m: x_m < 2.5).scan.ranges_m
    assert np.isfinite(np.roll(ranges_m, 40)[:81]).all()


def test_the_vehicle_in_the_image_is_ignored() -> None:
    def is_free(x_m: np.ndarray, y_m: np.ndarray) -> np.ndarray:
        return x_m > 0.9

    assert np.isfinite(estimated(AHEAD, is_free).scan.ranges_m[0])
    space = estimated(AHEAD, is_free, range_min_m=1.0)
    assert np.isposinf(space.scan.ranges_m[0]) and cell(space, 0.95, 0.0) == UNKNOWN


def test_only_requested_outputs_are_made() -> None:
    estimator = FreeSpaceEstimator(AHEAD, SETTINGS)
    mask = mask_of(AHEAD, everywhere)
    assert estimator.estimate(mask, with_grid=False).grid is None
    assert estimator.estimate(mask, with_scan=False).scan is None
    with pytest.raises(FrameError, match=r'mask must be \(240, 320\) as the camera'):
        estimator.estimate(mask[::2, ::2])


def is_hidden(
    plane: GroundPlane, mask: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> np.ndarray:
    """Return (N,) bool: whether a pixel that is not free lies in view between two places."""
    lines_m = starts[:, None] + (ends - starts)[:, None] * np.linspace(0.0, 1.0, 100)[:, None]
    pixels = plane.to_pixels(lines_m.reshape(-1, 2)).reshape(lines_m.shape)
    last_px = np.array(mask.shape[::-1]) - 1
    inside = ((pixels >= -0.5) & (pixels <= last_px + 0.5)).all(axis=-1)
    inside &= np.linalg.norm(lines_m, axis=-1) >= STRICT.range_min_m + 0.05
    at_px = np.rint(np.where(inside[..., None], pixels, 0)).clip(0, last_px).astype(int)
    columns, rows = np.moveaxis(at_px, -1, 0)
    return (inside & (mask[rows, columns] == 0)).any(axis=1)


@pytest.mark.parametrize('name', ESTIMATORS)
@settings(deadline=None, max_examples=25)
@given(boxes=st.lists(st.tuples(*[st.floats(0.0, 1.0)] * 4), min_size=1, max_size=6))
@example(boxes=[(0.625, 0.99609375, 1.0, 0.0)])
def test_nothing_behind_an_obstacle_that_is_seen_is_free(name, boxes) -> None:
    plane = PLANES[name]
    mask = mask_of(plane, everywhere)
    for left, top, width, height in boxes:
        row, column = int(top * mask.shape[0]), int(left * mask.shape[1])
        mask[row : row + 1 + int(height * 20), column : column + 1 + int(width * 20)] = 0
    space = ESTIMATORS[name].estimate(mask)
    rows, columns = np.nonzero(space.grid.cells == FREE)
    cells_m = (np.stack([columns, rows], axis=1) + 0.5) * 0.1 + (space.grid.x_m, space.grid.y_m)
    feet_m = np.broadcast_to(plane.pose.position_m[:2], cells_m.shape)
    assert not is_hidden(plane, mask, feet_m, cells_m).any()
    angles_rad = np.flatnonzero(np.isposinf(space.scan.ranges_m)) * space.scan.angle_step_rad
    ends_m = 4.9 * np.stack([np.cos(angles_rad), np.sin(angles_rad)], axis=1)
    assert not is_hidden(plane, mask, ends_m * 0.3, ends_m).any()
