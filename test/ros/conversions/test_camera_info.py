# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""CameraInfo in every form that drivers send, at other sizes, and as a camera model."""

from __future__ import annotations

from pathlib import Path
import re

import pytest
from sensor_msgs.msg import CameraInfo, RegionOfInterest

from seg_ros.errors import CalibrationError, InputError
from seg_ros.ros.conversions.camera_info import (
    aspect_misfit,
    calibration_doubts,
    camera_model,
    image_shape,
    read_calibration,
    scale_camera_info,
)

CALIBRATION = """
image_width: 640
image_height: 480
camera_name: front
camera_matrix: {rows: 3, cols: 3, data: [500, 0, 319.5, 0, 500, 239.5, 0, 0, 1]}
distortion_model: plumb_bob
distortion_coefficients: {rows: 1, cols: 5, data: [0.1, -0.2, 0, 0, 0]}
rectification_matrix: {rows: 3, cols: 3, data: [1, 0, 0, 0, 1, 0, 0, 0, 1]}
projection_matrix: {rows: 3, cols: 4, data: [480, 0, 319.5, -48, 0, 480, 239.5, 0, 0, 0, 1, 0]}
"""


@pytest.fixture
def info(tmp_path: Path) -> CameraInfo:
    path = tmp_path / 'front.yaml'
    path.write_text(CALIBRATION)
    return read_calibration(str(path))


def test_a_calibration_file_is_read(info) -> None:
    assert (info.width, info.height, info.distortion_model) == (640, 480, 'plumb_bob')
    assert info.k[2] == 319.5 and info.p[3] == -48.0 and info.d[1] == -0.2


@pytest.mark.parametrize(
    'height, width, fx, cx, fy, cy',
    [
        (480, 640, 500.0, 319.5, 500.0, 239.5),
        (240, 320, 250.0, 159.5, 250.0, 119.5),
        (480, 160, 125.0, 79.5, 500.0, 239.5),
    ],
)
def test_the_center_of_an_image_stays_its_center(info, height, width, fx, cx, fy, cy) -> None:
    scaled = scale_camera_info(info, height, width, (height, width))
    assert (scaled.height, scaled.width) == (height, width)
    assert scaled.k.tolist() == [fx, 0, cx, 0, fy, cy, 0, 0, 1]
    assert scaled.p[3] == -48.0 * width / 640
    assert scaled.p[2] == cx and scaled.p[6] == cy
    assert scaled.d == info.d and scaled.r.tolist() == info.r.tolist()


def test_binning_and_region_of_interest_are_folded_in(info) -> None:
    info.binning_x = info.binning_y = 2
    info.roi = RegionOfInterest(x_offset=160, y_offset=120, width=320, height=240)
    scaled = scale_camera_info(info, 120, 160, (120, 160))
    assert (scaled.binning_x, scaled.binning_y) == (0, 0)
    assert scaled.roi == RegionOfInterest()
    assert scaled.k.tolist() == [250, 0, 79.5, 0, 250, 59.5, 0, 0, 1]


def test_padding_beside_the_view_scales_nothing(info) -> None:
    scaled = scale_camera_info(info, 512, 512, (384, 512))
    assert (scaled.height, scaled.width) == (512, 512)
    assert [scaled.k[each] for each in (0, 2, 4, 5)] == [400.0, 255.5, 400.0, 191.5]


def test_an_uncalibrated_camera_stays_so(info) -> None:
    info.k[:] = 0.0
    info.p[:] = 0.0
    scaled = scale_camera_info(info, 240, 320, (240, 320))
    assert scaled.width == 320 and not scaled.k.any() and not scaled.p.any()


def test_the_original_is_left_alone(info) -> None:
    scale_camera_info(info, 240, 320, (240, 320))
    assert info.k[0] == 500.0 and info.width == 640


@pytest.mark.parametrize(
    'text',
    ['', '7', 'image_width: 640', ': [', CALIBRATION.replace('data: [500, 0,', 'data: [500,')],
)
def test_a_bad_calibration_is_refused_in_one_line(tmp_path, text) -> None:
    path = tmp_path / 'front.yaml'
    path.write_text(text)
    with pytest.raises(InputError, match='must be a YAML file of camera_calibration') as refused:
        read_calibration(str(path))
    assert '\n' not in str(refused.value)


def test_a_missing_calibration_is_refused() -> None:
    with pytest.raises(InputError, match='nowhere.yaml cannot be read: No such file'):
        read_calibration('nowhere.yaml')


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
    'info, rectified, pattern',
    [
        (info_of(k=[0.0] * 9), False, 'fx of K'),
        (info_of(p=[0.0] * 12), True, 'fx of P'),
        (info_of(distortion_model='bent'), False, 'bent'),
    ],
)
def test_what_is_not_calibrated_is_refused(info, rectified: bool, pattern: str) -> None:
    with pytest.raises(CalibrationError, match=pattern):
        camera_model(info, (96, 128), rectified)


@pytest.mark.parametrize(
    'info, shape',
    [
        (info_of(), (96, 128)),
        (info_of(binning_x=2, binning_y=3), (32, 64)),
        (info_of(roi=RegionOfInterest(width=64, height=48)), (48, 64)),
        (info_of(binning_x=2, binning_y=2, roi=RegionOfInterest(width=64, height=48)), (24, 32)),
    ],
)
def test_the_images_of_a_calibration_have_its_size_after_roi_and_binning(info, shape) -> None:
    assert image_shape(info) == shape


def test_plumb_bob_with_eight_coefficients_is_doubted_unless_the_image_is_rectified() -> None:
    info = info_of(d=[0.1] * 8)
    assert camera_model(info, (96, 128), False).model == 'rational_polynomial'
    (doubt,) = calibration_doubts(info, rectified=False)
    assert 'plumb_bob must have 4 or 5 coefficients, got 8' in doubt
    assert calibration_doubts(info, rectified=True) == []
    assert calibration_doubts(info_of(d=[0.1] * 5 + [0.0] * 3), rectified=False) == []


@pytest.mark.parametrize(
    'info, shape, fits',
    [
        (info_of(), (96, 128), True),
        (info_of(), (48, 64), True),
        (info_of(binning_x=2, binning_y=2), (48, 64), True),
        (info_of(width=1281, height=961), (480, 640), True),
        (info_of(width=1920, height=1088), (1080, 1920), True),
        (info_of(width=640, height=480), (33, 43), True),
        (info_of(width=0, height=0), (96, 128), True),
        (info_of(width=1920, height=1080), (480, 640), False),
        (info_of(width=96, height=128), (96, 128), False),
        (info_of(roi=RegionOfInterest(width=64, height=24)), (48, 128), True),
        (info_of(roi=RegionOfInterest(width=64, height=24)), (96, 128), False),
    ],
)
def test_an_image_of_another_aspect_ratio_is_that_of_another_camera(info, shape, fits) -> None:
    misfit = aspect_misfit(info, shape)
    assert (misfit == '') == fits
    if not fits:
        assert f'for {shape[1]} x {shape[0]} px' in misfit
        with pytest.raises(CalibrationError, match='must have the aspect ratio of its image'):
            camera_model(info, shape, rectified=False)


def k_of(focal_px: float, cx: float, cy: float) -> list[float]:
    return [focal_px, 0.0, cx, 0.0, focal_px, cy, 0.0, 0.0, 1.0]


@pytest.mark.parametrize(
    'facts, rectified, pattern',
    [
        ({}, False, ''),
        ({'roi': RegionOfInterest(width=32, height=24)}, False, ''),
        ({'binning_x': 2, 'binning_y': 2}, False, ''),
        ({'k': k_of(200.0, 127.5, 95.5)}, False, 'cx .* within 32 px of .* 128 px, got 127.5'),
        ({'k': k_of(50.0, 31.5, 47.5)}, False, 'cx .* within 32 px of .* 128 px, got 31.5'),
        ({'k': k_of(50.0, 63.5, 80.0)}, False, 'cy .* within 24 px of .* 96 px, got 80'),
        ({'k': k_of(50.0, 34.0, 47.5), 'binning_x': 2}, False, 'cx .* within 16 px .*got 34'),
        ({'k': k_of(200.0, 127.5, 95.5)}, True, ''),
        ({'p': [80.0, 0, 127.5, 0, 0, 80.0, 47.5, 0, 0, 0, 1.0, 0]}, True, 'got 127.5'),
        ({'k': [0.0] * 9}, False, 'no calibration, got 0 as fx of K'),
        ({'distortion_model': 'bent'}, False, "got 'bent'"),
    ],
)
def test_a_principal_point_far_from_the_middle_is_doubted(facts, rectified, pattern) -> None:
    doubts = calibration_doubts(info_of(**facts), rectified)
    assert bool(doubts) == bool(pattern)
    assert re.search(pattern, '; '.join(doubts))
