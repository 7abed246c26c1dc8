# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""CameraInfo in every form that drivers send, as the camera of the mask."""

from __future__ import annotations

import pytest
from sensor_msgs.msg import CameraInfo, RegionOfInterest

from seg_ros.errors import ParameterError
from seg_ros.ros.conversions.camera_model import camera_model

SMALL_K = [50.0, 0.0, 31.5, 0.0, 60.0, 23.5, 0.0, 0.0, 1.0]


def info_of(**facts: object) -> CameraInfo:
    """Return the calibration of a camera of 128 x 96 pixels."""
    return CameraInfo(
        **{
            'width': 128,
            'height': 96,
            'distortion_model': 'plumb_bob',
            'd': [0.1, 0.01, 0.001, 0.002, 0.0],
            'k': [100.0, 0.0, 63.5, 0.0, 120.0, 47.5, 0.0, 0.0, 1.0],
            'p': [80.0, 0.0, 60.5, 0.0, 0.0, 90.0, 40.5, 0.0, 0.0, 0.0, 1.0, 0.0],
            **facts,
        }
    )


def facts_of(model) -> tuple[float, ...]:
    return (model.fx, model.fy, model.cx, model.cy)


@pytest.mark.parametrize(
    'info, expected',
    [
        (info_of(), (50.0, 60.0, 31.5, 23.5)),
        (info_of(width=64, height=48, k=SMALL_K), (50.0, 60.0, 31.5, 23.5)),
        (info_of(binning_x=2, binning_y=2), (50.0, 60.0, 31.5, 23.5)),
        (
            info_of(roi=RegionOfInterest(x_offset=32, y_offset=24, width=64, height=48)),
            (100.0, 120.0, 31.5, 23.5),
        ),
    ],
)
def test_the_calibration_is_that_of_the_mask(info, expected) -> None:
    model = camera_model(info, (48, 64), rectified=False)
    assert (model.width_px, model.height_px) == (64, 48)
    assert facts_of(model) == pytest.approx(expected)
    assert model.model == 'plumb_bob' and model.coefficients == (0.1, 0.01, 0.001, 0.002, 0.0)


def test_a_rectified_image_has_p_and_no_distortion() -> None:
    model = camera_model(info_of(), (96, 128), rectified=True)
    assert facts_of(model) == (80.0, 90.0, 60.5, 40.5)
    assert model.model == 'none' and model.coefficients == ()


@pytest.mark.parametrize('name', ['', 'rational_polynomial', 'equidistant', 'fisheye'])
def test_every_distortion_model_is_passed_on(name: str) -> None:
    count = {'': 0, 'rational_polynomial': 8}.get(name, 4)
    model = camera_model(info_of(distortion_model=name, d=[0.01] * count), (96, 128), False)
    assert (model.model, len(model.coefficients)) == (name, count)


@pytest.mark.parametrize(
    'info, rectified, words',
    [
        (info_of(k=[0.0] * 9), False, 'fx of K'),
        (info_of(p=[0.0] * 12), True, 'fx of P'),
        (info_of(distortion_model='bent'), False, 'bent'),
    ],
)
def test_what_is_not_calibrated_is_refused(info, rectified: bool, words: str) -> None:
    with pytest.raises(ParameterError, match=words):
        camera_model(info, (96, 128), rectified)
