# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Pixels become rays and come back; a camera that is not calibrated is refused."""

from dataclasses import replace

import numpy as np
import pytest

from seg_ros.errors import CalibrationError
from seg_ros.geometry.camera_model import CameraModel

PINHOLE = CameraModel(8, 6, 4.0, 2.0, 3.5, 2.5)
BENT = replace(PINHOLE, model='plumb_bob', coefficients=(-0.2, 0.03, 0.01, -0.02))


@pytest.mark.parametrize(
    'pixel, ray',
    [
        ((3.5, 2.5), (0.0, 0.0)),
        ((7.5, 2.5), (1.0, 0.0)),
        ((3.5, 0.5), (0.0, -1.0)),
    ],
)
def test_a_pinhole_by_eye(pixel, ray) -> None:
    assert PINHOLE.rays(np.array([pixel])).tolist() == [list(ray)]
    assert PINHOLE.project(np.array([[*ray, 1.0]]) * 7.0).tolist() == [list(pixel)]


@pytest.mark.parametrize('camera', [PINHOLE, BENT])
def test_behind_the_camera_there_is_no_pixel(camera: CameraModel) -> None:
    points = np.array([[0.0, 0.0, 1.0], [0.0, 0.0, -1.0], [1.0, 0.0, 0.0]])
    pixels = camera.project(points)
    assert pixels[0].tolist() == [3.5, 2.5]
    assert np.isnan(pixels[1:]).all()


@pytest.mark.parametrize('camera', [PINHOLE, BENT])
def test_a_resized_camera_sees_the_same_at_the_same_place(camera: CameraModel) -> None:
    scaled = camera.scaled(height_px=18, width_px=4)
    assert (scaled.width_px, scaled.height_px) == (4, 18)
    edges = np.array([[-0.5, -0.5], [7.5, 5.5], [3.5, 1.5]])
    same = (edges + 0.5) * (0.5, 3.0) - 0.5
    np.testing.assert_allclose(scaled.rays(same), camera.rays(edges), atol=1e-6)


def test_where_going_back_misses_the_pixel_there_is_no_ray() -> None:
    camera = CameraModel(400, 300, 200.0, 200.0, 199.5, 149.5, 'plumb_bob', (0.0, 0.0, 0.08, 0.08))
    pixels = np.stack(np.meshgrid(np.arange(0, 400, 5), np.arange(0, 300, 5)), axis=-1).reshape(
        -1, 2
    )
    rays = camera.rays(pixels)
    lost = np.isnan(rays).any(axis=1)
    assert 0.05 < lost.mean() < 0.5
    back = camera.project(np.column_stack([rays, np.ones(len(rays))]))
    assert np.hypot(*(back - pixels)[~lost].T).max() <= 1e-3
    assert np.isnan(rays[lost]).all()


@pytest.mark.parametrize('coefficients', [(-0.4, 0.15, 0.0, 0.0), (-0.35, 0.12, 0.001, -0.002)])
def test_a_wide_lens_keeps_its_corners(coefficients: tuple[float, ...]) -> None:
    wide = CameraModel(640, 480, 300.0, 300.0, 319.5, 239.5, 'plumb_bob', coefficients)
    pixels = np.indices((480, 640)).reshape(2, -1)[::-1].T
    rays = wide.rays(pixels)
    assert np.isfinite(rays).all()
    ahead = np.column_stack([rays, np.ones(len(rays))])
    np.testing.assert_allclose(wide.project(ahead), pixels, rtol=0, atol=1e-6)


def test_numbers_of_any_type_do() -> None:
    camera = replace(BENT, coefficients=np.array(BENT.coefficients))
    assert camera == BENT
    whole = np.array([[0, 1], [7, 5]], np.int32)
    np.testing.assert_array_equal(camera.rays(whole), camera.rays(whole.astype(np.float32)))
    assert camera.rays(np.zeros((0, 2))).shape == (0, 2)


@pytest.mark.parametrize(
    'change, pattern',
    [
        ({'fx': 0.0}, 'fx of a calibrated camera must be above 0, got 0.0'),
        ({'fy': float('inf')}, 'fy .* got inf'),
        ({'width_px': 0}, 'width_px .* got 0'),
        ({'height_px': -1}, 'height_px .* got -1'),
        ({'cy': float('nan')}, 'cx and cy .* finite, got 3.5, nan'),
        ({'model': 'plumb_bob', 'coefficients': (0.1,)}, '4 or 5 numbers, got 1'),
    ],
)
def test_refusals(change, pattern) -> None:
    with pytest.raises(CalibrationError, match=pattern):
        replace(PINHOLE, **change)
