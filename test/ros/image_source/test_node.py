# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The image source publishes what lies in a folder, as a camera would."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from sensor_msgs.msg import CameraInfo, CompressedImage, Image

from seg_ros.ros.conversions.images import read_compressed, read_image

pytestmark = pytest.mark.ros
CALIBRATION = """
image_width: 6
image_height: 4
distortion_model: plumb_bob
camera_matrix: {data: [5, 0, 2.5, 0, 5, 1.5, 0, 0, 1]}
distortion_coefficients: {data: [0, 0, 0, 0, 0]}
rectification_matrix: {data: [1, 0, 0, 0, 1, 0, 0, 0, 1]}
projection_matrix: {data: [5, 0, 2.5, 0, 0, 5, 1.5, 0, 0, 0, 1, 0]}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of three images, gray 10, 20 and 30 in order, and one that is none."""
    photos = tmp_path / 'photos'
    photos.mkdir()
    for level in (30, 10, 20):
        cv2.imwrite(str(photos / f'{level}.png'), np.full((4, 6, 3), level, np.uint8))
    (photos / '15.png').write_bytes(b'no image')
    return photos


@pytest.mark.parametrize('encoding', ['bgr8', 'rgb8', 'mono8'])
def test_a_folder_is_published_in_order_and_over_again(domain, folder, encoding) -> None:
    images = domain.subscribe(Image, '/image')
    process = domain.start(
        'image_source',
        '-p',
        f'source:={folder}',
        '-p',
        'rate_hz:=20.0',
        '-p',
        f'encoding:={encoding}',
        '-p',
        'frame_id:=lens',
    )
    domain.until(lambda: len(images) >= 7)
    levels = [int(read_image(image).pixels.mean()) for image in images]
    start = levels.index(10)
    assert levels[start : start + 4] == [10, 20, 30, 10]
    assert {image.encoding for image in images} == {encoding}
    assert {image.header.frame_id for image in images} == {'lens'}
    assert '15.png cannot be read' in process.log_text and 'skipped' in process.log_text


def test_calibration_and_jpeg_carry_the_same_stamp(domain, folder, tmp_path) -> None:
    calibration = tmp_path / 'lens.yaml'
    calibration.write_text(CALIBRATION)
    jpegs = domain.subscribe(CompressedImage, '/front/image/compressed')
    infos = domain.subscribe(CameraInfo, '/front/camera_info')
    domain.start(
        'image_source',
        '-r',
        '__ns:=/front',
        '-p',
        f'source:={folder}',
        '-p',
        'compressed:=true',
        '-p',
        f'camera_info:={calibration}',
    )
    domain.until(
        lambda: (
            {jpeg.header.stamp.nanosec for jpeg in jpegs}
            & {info.header.stamp.nanosec for info in infos}
        )
    )
    assert read_compressed(jpegs[-1]).pixels.shape == (4, 6, 3)
    assert infos[-1].k[2] == 2.5


def test_after_the_last_image_it_ends_in_peace(domain, folder) -> None:
    process = domain.start(
        'image_source', '-p', f'source:={folder}', '-p', 'loop:=false', '-p', 'rate_hz:=50.0'
    )
    assert process.wait() == 0


@pytest.mark.parametrize(
    'source, pattern',
    [
        ('empty', 'must hold an image'),
        ('nowhere', 'must be a folder, a file or a camera device'),
        ('broken', 'cannot be read'),
    ],
)
def test_a_source_without_pictures_is_refused_in_one_line(
    domain, tmp_path, source, pattern
) -> None:
    for name in ('empty', 'broken'):
        (tmp_path / name).mkdir()
    (tmp_path / 'broken' / 'one.png').write_bytes(b'no image')
    process = domain.start('image_source', '-p', f'source:={tmp_path / source}')
    assert process.wait() == 1
    assert len(process.problem_lines) == 1 and pattern in process.problem_lines[0]
