# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A lens bends as OpenCV says, is undone exactly, and says where it cannot be."""

import cv2
import numpy as np
import pytest

from seg_ros.errors import CalibrationError
from seg_ros.geometry.distortion import Distortion

LENSES = [
    Distortion('plumb_bob', (-0.3, 0.1, 0.001, -0.002)),
    Distortion('plumb_bob', (0.1, -0.05, -0.01, 0.01, 0.02)),
    Distortion('rational_polynomial', (0.3, 0.1, 0.001, 0.002, 0.02, 0.5, 0.2, 0.03)),
    Distortion(
        'rational_polynomial',
        (-0.2, 0.1, 0.0, 0.0, 0.0, 0.1, 0.0, 0.0, 0.001, 0.002, -0.003, 0.004),
    ),
    Distortion(
        'rational_polynomial',
        (-0.2, 0.1, 0.001, 0.002, 0.0, 0.1, 0.0, 0.0, 0.001, 0.002, -0.003, 0.004, 0.05, -0.03),
    ),
    Distortion('equidistant', (-0.02, 0.01, 0.001, -0.002)),
    Distortion('fisheye', (0.0, 0.0, 0.0, 0.0)),
]
RAYS = np.stack(
    np.meshgrid(np.linspace(-0.7, 0.7, 15), np.linspace(-0.5, 0.5, 11)), axis=-1
).reshape(-1, 2)


def bent_by_opencv(lens: Distortion, rays: np.ndarray) -> np.ndarray:
    if lens.model in ('equidistant', 'fisheye'):
        return cv2.fisheye.distortPoints(rays[:, None], np.eye(3), np.array(lens.coefficients))[
            :, 0
        ]
    points = np.column_stack([rays, np.ones(len(rays))])
    return cv2.projectPoints(
        points, np.zeros(3), np.zeros(3), np.eye(3), np.array(lens.coefficients)
    )[0][:, 0]


@pytest.mark.parametrize('lens', LENSES)
def test_rays_bend_as_in_opencv_and_come_back(lens: Distortion) -> None:
    bent = lens.distort(RAYS)
    np.testing.assert_allclose(bent, bent_by_opencv(lens, RAYS), rtol=0, atol=1e-12)
    np.testing.assert_allclose(lens.undistort(bent), RAYS, rtol=0, atol=1e-8)
    assert not lens.is_none


@pytest.mark.parametrize(
    'lens, reach, limit',
    [
        (Distortion('plumb_bob', (-0.3, 0.0, 0.0, 0.0)), 0.9**-0.5, 0.9**-0.5 * 2 / 3),
        (Distortion('rational_polynomial', (0, 0, 0, 0, 0, 0.25, 0, 0)), 2.0, 1.0),
        (Distortion('equidistant', (-0.2, 0, 0, 0)), np.tan(0.6**-0.5), 0.6**-0.5 * 2 / 3),
    ],
)
def test_nothing_is_seen_beyond_the_fold(lens: Distortion, reach: float, limit: float) -> None:
    bent = lens.distort(np.array([[reach * 0.99, 0.0], [0.0, -reach * 1.01]]))
    assert np.isnan(bent).all(axis=1).tolist() == [False, True]
    rays = lens.undistort(np.array([[0.0, limit * 0.999], [-limit * 1.001, 0.0]]))
    assert np.isnan(rays).all(axis=1).tolist() == [False, True]
    assert 0.85 * reach < rays[0, 1] < reach


@pytest.mark.parametrize('model', ['', 'none', 'plumb_bob'])
def test_no_coefficients_bend_nothing(model: str) -> None:
    assert Distortion(model).is_none
    assert Distortion(model, (0.0,) * 5).is_none


def test_a_fisheye_of_zeros_still_bends() -> None:
    bent = Distortion('equidistant', (0.0,) * 4).distort(np.array([[0.0, 1.0], [0.0, 0.0]]))
    np.testing.assert_allclose(bent, [[0.0, np.pi / 4], [0.0, 0.0]], atol=1e-15)


@pytest.mark.parametrize(
    'model, coefficients, pattern',
    [
        ('thin_prism', (), 'must be one of none, plumb_bob, .*got .thin_prism'),
        ('none', (0.1,), 'none must be 0 numbers, got 1'),
        ('plumb_bob', (0.1,) * 8, 'plumb_bob must be 0 or 4 or 5 numbers, got 8'),
        ('rational_polynomial', (0.1,) * 5, '8 or 12 or 14 numbers, got 5'),
        ('equidistant', (), 'equidistant must be 4 numbers, got 0'),
        ('fisheye', (0.1,) * 5, 'fisheye must be 4 numbers, got 5'),
        ('plumb_bob', (0.1, 0.1, 0.1, float('nan')), 'must be finite'),
    ],
)
def test_refusals(model: str, coefficients: tuple[float, ...], pattern: str) -> None:
    with pytest.raises(CalibrationError, match=pattern):
        Distortion(model, coefficients)
