# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Pixels meet the ground where geometry says, whatever the lens and however it hangs."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from seg_ros.errors import ParameterError
from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.geometry.mount import mounted

PINHOLE = CameraModel(64, 48, 50.0, 40.0, 31.0, 24.0)
CAMERAS = [
    PINHOLE,
    replace(PINHOLE, model='plumb_bob', coefficients=(-0.3, 0.1, 0.001, -0.002, 0.01)),
    replace(
        PINHOLE,
        model='rational_polynomial',
        coefficients=(0.3, 0.1, 0.001, 0.002, 0.02, 0.5, 0.2, 0.03),
    ),
    replace(PINHOLE, model='equidistant', coefficients=(-0.02, 0.01, 0.001, -0.002)),
]
MOUNTS = [mounted(0.0, 0.0, 2.0, 90.0), mounted(0.5, -0.2, 1.2, 65.0, 5.0, -20.0)]
NADIR = GroundPlane(PINHOLE, MOUNTS[0])
each_camera = pytest.mark.parametrize('camera', CAMERAS)
each_mount = pytest.mark.parametrize('pose', MOUNTS)


def pixels_of(camera: CameraModel) -> np.ndarray:
    rows, columns = np.indices((camera.height_px, camera.width_px))
    return np.stack([columns.ravel(), rows.ravel()], axis=1)


def test_straight_down_in_closed_form() -> None:
    ground = NADIR.ground_map()
    rows, columns = np.indices((48, 64))
    np.testing.assert_allclose(ground.x_m, 2.0 * (24.0 - rows) / 40.0, atol=1e-6)
    np.testing.assert_allclose(ground.y_m, 2.0 * (31.0 - columns) / 50.0, atol=1e-6)
    np.testing.assert_allclose(ground.area_m2, (2.0 / 50.0) * (2.0 / 40.0), rtol=1e-6)
    assert ground.height_m == 0.0


@pytest.mark.parametrize(
    'angles, pixel, place',
    [
        ((45, 0, 0), (31, 24), (4.0, 1.0)),
        ((45, 0, 0), (31, 44), (2.0, 1.0)),
        ((45, 0, 90), (31, 24), (1.0, 4.0)),
        ((45, 0, 90), (81, 24), (1.0 + 3.0 * 2**0.5, 4.0)),
        ((90, 0, 90), (31, 4), (1.0, 2.5)),
        ((90, 90, 0), (81, 24), (-2.0, 1.0)),
        ((90, 30, 0), (31, 24), (1.0, 1.0)),
        ((0, 0, 0), (31, 64), (4.0, 1.0)),
    ],
)
def test_places_one_can_check_by_hand(angles, pixel, place) -> None:
    plane = GroundPlane(PINHOLE, mounted(1.0, 1.0, 3.0, *angles))
    np.testing.assert_allclose(plane.to_ground(np.array([pixel])), [place], atol=1e-12)
    np.testing.assert_allclose(plane.to_pixels(np.array([place])), [pixel], atol=1e-9)


def test_above_the_horizon_there_is_no_ground() -> None:
    ground = GroundPlane(PINHOLE, mounted(0.0, 0.0, 1.0, 10.0)).ground_map()
    horizon = 24.0 - 40.0 * np.tan(np.radians(10.0))
    seen = np.isfinite(ground.x_m)
    assert seen.all(axis=1).tolist() == [row - 0.5 > horizon for row in range(48)]
    assert (seen == np.isfinite(ground.y_m)).all() and (seen == (ground.area_m2 > 0)).all()
    assert (ground.area_m2[~seen] == 0).all()
    assert (np.diff(ground.x_m[seen.all(axis=1)], axis=0) < 0).all()


def test_a_kilometre_is_the_end() -> None:
    plane = GroundPlane(PINHOLE, mounted(50.0, 0.0, 10.0, 0.0))
    below = 24.0 + 40.0 * 10.0 / np.array([999.0, 1001.0])
    places = plane.to_ground(np.column_stack([[31.0, 31.0], below]))
    assert places[0] == pytest.approx([1049.0, 0.0])
    assert np.isnan(places[1]).all()


@each_mount
@each_camera
def test_pixels_come_back_from_the_ground(camera: CameraModel, pose) -> None:
    plane, pixels = GroundPlane(camera, pose, 0.1), pixels_of(camera)
    places = plane.to_ground(pixels)
    assert np.isfinite(places).all()
    np.testing.assert_allclose(plane.to_pixels(places), pixels, rtol=0, atol=1e-5)


@each_mount
@each_camera
def test_areas_are_the_jacobian_and_add_up(camera: CameraModel, pose) -> None:
    plane, pixels = GroundPlane(camera, pose), pixels_of(camera)
    ground = plane.ground_map()
    across, down = (
        (plane.to_ground(pixels + step) - plane.to_ground(pixels - step)) / 0.02
        for step in ((0.01, 0.0), (0.0, 0.01))
    )
    jacobian = across[:, 1] * down[:, 0] - across[:, 0] * down[:, 1]
    np.testing.assert_allclose(ground.area_m2.ravel(), jacobian, rtol=5e-3)
    right, bottom = np.arange(-0.5, 64.0), np.arange(-0.5, 48.0)
    border = plane.to_ground(
        np.concatenate(
            [
                np.column_stack([right, np.full(65, -0.5)]),
                np.column_stack([np.full(49, 63.5), bottom]),
                np.column_stack([right, np.full(65, 47.5)])[::-1],
                np.column_stack([np.full(49, -0.5), bottom])[::-1],
            ]
        )
    )
    x_m, y_m = border.T
    whole = abs(x_m @ np.roll(y_m, -1) - y_m @ np.roll(x_m, -1)) / 2.0
    assert ground.area_m2.sum(dtype=float) == pytest.approx(whole, rel=1e-6)


@pytest.mark.parametrize('camera', CAMERAS[:3])
@pytest.mark.parametrize('pitch_deg', [90.0, 30.0])
def test_opencv_projects_to_the_same_pixels(camera: CameraModel, pitch_deg: float) -> None:
    sin, cos = np.sin(np.radians(pitch_deg)), np.cos(np.radians(pitch_deg))
    turn = np.array([[0.0, -1.0, 0.0], [-sin, 0.0, -cos], [cos, 0.0, -sin]])
    position = np.array([0.5, 0.1, 1.2])
    places = np.column_stack([1.2 * cos / sin + np.array([0.3, 0.5, 0.8]), [-0.3, 0.1, 0.4]])
    matrix = np.array([[50.0, 0.0, 31.0], [0.0, 40.0, 24.0], [0.0, 0.0, 1.0]])
    expected, _ = cv2.projectPoints(
        np.column_stack([places, np.full(3, 0.25)]),
        cv2.Rodrigues(turn)[0],
        -turn @ position,
        matrix,
        np.array(camera.coefficients or (0.0,) * 4),
    )
    plane = GroundPlane(camera, mounted(*position, pitch_deg), 0.25)
    np.testing.assert_allclose(plane.to_pixels(places), expected[:, 0], atol=1e-9)


def test_canopy_lifts_the_plane() -> None:
    lifted = GroundPlane(PINHOLE, MOUNTS[0], 0.5).ground_map()
    ground = NADIR.ground_map()
    np.testing.assert_allclose(lifted.x_m, ground.x_m * 0.75, atol=1e-6)
    np.testing.assert_allclose(lifted.area_m2, ground.area_m2 * 0.75**2, rtol=1e-6)
    assert lifted.height_m == 0.5


@pytest.mark.parametrize('height_m', [2.0, 2.5, float('nan')])
def test_a_camera_in_the_canopy_is_refused(height_m: float) -> None:
    with pytest.raises(ParameterError, match='height of the camera must be above .* got 2.0 m'):
        GroundPlane(PINHOLE, MOUNTS[0], height_m)
