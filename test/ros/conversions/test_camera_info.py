# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Calibrations keep describing the same view, and diagnostics keep the words."""

from pathlib import Path

from diagnostic_msgs.msg import DiagnosticStatus
import pytest
from sensor_msgs.msg import CameraInfo, RegionOfInterest
from std_msgs.msg import Header

from seg_ros.datatypes import ClassLabel, Finding
from seg_ros.errors import InputError
from seg_ros.ros.base.report import Report
from seg_ros.ros.conversions.camera_info import (
    diagnostic_array,
    label_info,
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
def test_the_centre_of_an_image_stays_its_centre(info, height, width, fx, cx, fy, cy) -> None:
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


def test_label_info() -> None:
    labels = (ClassLabel(0, 'soil', (90, 60, 30)), ClassLabel(7, 'plant', (0, 255, 0)))
    message = label_info(Header(frame_id='camera'), labels, 0.5)
    assert [(c.class_id, c.class_name) for c in message.class_map] == [(0, 'soil'), (7, 'plant')]
    assert (message.threshold, message.header.frame_id) == (0.5, 'camera')


def test_the_worst_finding_speaks() -> None:
    findings = (
        Finding('ok', 'camera', 'last image 0.1 s ago'),
        Finding('warn', 'reading', 'two dropped'),
        Finding('error', 'frame age', 'old'),
    )
    report = Report('frames', findings, (('rate hz', '9.9'),))
    status = diagnostic_array(Header().stamp, '/left/seg', [report]).status[0]
    assert (status.level, status.message) == (DiagnosticStatus.ERROR, 'frame age: old')
    assert (status.name, status.hardware_id) == ('left/seg: frames', '/left/seg')
    assert [(value.key, value.value) for value in status.values] == [('rate hz', '9.9')]
