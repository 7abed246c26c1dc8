# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""CameraInfo: scaled to another size, as a camera model, and read from a calibration file."""

from copy import deepcopy
from pathlib import Path

from sensor_msgs.msg import CameraInfo
import yaml

from seg_ros.errors import CalibrationError, InputError
from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.distortion import Distortion
from seg_ros.ros.conversions.distortion import read_distortion
from seg_ros.yaml_text import load_yaml

ASPECT_TOLERANCE = 0.01
"""Relative; sizes that were rounded differ by up to a pixel besides."""


def scale_camera_info(
    info: CameraInfo, height: int, width: int, shown: tuple[int, int]
) -> CameraInfo:
    """
    Describe the same view at another size, with binning and region of interest folded in.

    The view fills the first rows and columns `shown` of the image of (height, width) pixels.
    Pixel centers lie at whole numbers, so a center moves as cx' = (cx + 0.5) * s - 0.5; the
    distortion does not change. An uncalibrated camera (fx = 0) stays so.
    """
    roi = info.roi
    scale_x = shown[1] / (roi.width or info.width or shown[1])
    scale_y = shown[0] / (roi.height or info.height or shown[0])
    scaled = deepcopy(info)
    scaled.height, scaled.width = height, width
    scaled.binning_x = scaled.binning_y = 0
    scaled.roi.x_offset = scaled.roi.y_offset = scaled.roi.height = scaled.roi.width = 0
    if info.k[0] == 0.0:
        return scaled
    for matrix, columns in ((scaled.k, 3), (scaled.p, 4)):
        for row, scale, offset in ((0, scale_x, roi.x_offset), (1, scale_y, roi.y_offset)):
            first, center = row * columns, row * columns + 2
            moved = (matrix[center] - offset + 0.5) * scale - 0.5
            matrix[first : first + columns] *= scale
            matrix[center] = moved
    return scaled


def camera_model(info: CameraInfo, shape: tuple[int, int], rectified: bool) -> CameraModel:
    """
    Return the camera that made an image of (height, width) pixels.

    Binning and region of interest are folded in; a rectified image has P and no distortion.
    Raises CalibrationError on a camera that is not calibrated, on an unknown distortion model, and
    on an image of another aspect ratio.
    """
    scaled = scale_camera_info(info, *shape, shape)
    matrix, row = (scaled.p, 4) if rectified else (scaled.k, 3)
    if matrix[0] == 0.0:
        raise CalibrationError(
            f'camera_info must hold a calibration, got 0 as fx of {"P" if rectified else "K"}: '
            'calibrate the camera, or set `metres_per_pixel`'
        )
    misfit = aspect_misfit(info, shape)
    if misfit:
        raise CalibrationError(misfit)
    height_px, width_px = shape
    lens = Distortion() if rectified else read_distortion(info.distortion_model, tuple(info.d))
    return CameraModel(
        width_px,
        height_px,
        fx=matrix[0],
        fy=matrix[row + 1],
        cx=matrix[2],
        cy=matrix[row + 2],
        model=lens.model,
        coefficients=lens.coefficients,
    )


def image_shape(info: CameraInfo) -> tuple[int, int]:
    """Return (height, width) in pixels of the images that a calibration describes."""
    return (
        (info.roi.height or info.height) // max(1, info.binning_y),
        (info.roi.width or info.width) // max(1, info.binning_x),
    )


def aspect_misfit(info: CameraInfo, shape: tuple[int, int]) -> str:
    """Return why a calibration is of another image than one of (height, width) pixels, or ''."""
    height, width = shape
    view_height, view_width = info.roi.height or info.height, info.roi.width or info.width
    off_px = abs(width * view_height - height * view_width) / max(1, view_height, view_width)
    if off_px <= max(1.0, ASPECT_TOLERANCE * min(shape)):
        return ''
    return (
        'camera_info must have the aspect ratio of its image, got '
        f'{view_width} x {view_height} px for {width} x {height} px: calibrate the camera at this '
        'size, or name the part that is cropped as `roi`'
    )


def calibration_doubts(info: CameraInfo, rectified: bool) -> list[str]:
    """Return what is suspicious about a calibration, which may all the same be right."""
    if not info.k[0]:
        return ['camera_info holds no calibration, got 0 as fx of K: calibrate the camera']
    doubts = []
    matrix, columns = (info.p, 4) if rectified else (info.k, 3)
    for name, center_px, size_px, binning in (
        ('cx', matrix[2], info.width, info.binning_x),
        ('cy', matrix[columns + 2], info.height, info.binning_y),
    ):
        # With binning, the middle of the binned image counts as suspicious too.
        allowed = 0.25 if binning < 2 else 0.25 - 0.25 / binning
        if size_px and not abs((center_px + 0.5) / size_px - 0.5) < allowed:
            doubts.append(
                f'{name} of camera_info should be within {allowed * size_px:.0f} px of the middle '
                f'of {size_px} px, got {center_px:g}: check that width, height and K are those of '
                'the full image, before binning'
            )
    try:
        lens = read_distortion(info.distortion_model, tuple(info.d))
    except CalibrationError as error:
        return [*doubts, str(error)]
    is_renamed = (
        lens.model == 'rational_polynomial' and 'rational' not in info.distortion_model.lower()
    )
    if is_renamed and not rectified:
        doubts.append(
            f'distortion_model {info.distortion_model} must have 4 or 5 coefficients, got '
            f'{len(info.d)}, which are read as {lens.model}: name that model in the calibration'
        )
    return doubts


def read_calibration(path: str) -> CameraInfo:
    """Read the YAML that camera_calibration writes; InputError when it is not one."""
    try:
        facts = load_yaml(Path(path).read_text('utf-8'))
        return CameraInfo(
            width=facts['image_width'],
            height=facts['image_height'],
            distortion_model=facts['distortion_model'],
            d=_numbers(facts, 'distortion_coefficients'),
            k=_numbers(facts, 'camera_matrix', 9),
            r=_numbers(facts, 'rectification_matrix', 9),
            p=_numbers(facts, 'projection_matrix', 12),
        )
    except OSError as error:
        raise InputError(f'camera_info {path} cannot be read: {error.strerror}') from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AssertionError) as error:
        reason = f'{type(error).__name__} {error}'.splitlines()[0]
        raise InputError(
            f'camera_info must be a YAML file of camera_calibration, got {path}: {reason}'
        ) from error


def _numbers(facts: dict, name: str, count: int | None = None) -> list[float]:
    numbers = [float(number) for number in facts[name]['data']]
    if count not in (None, len(numbers)):
        raise ValueError(f'{name} must have {count} numbers, got {len(numbers)}')
    return numbers
