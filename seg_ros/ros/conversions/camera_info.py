# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Facts beside the images as messages: camera calibration, class names, diagnostics."""

from collections.abc import Iterable
from copy import deepcopy

from builtin_interfaces.msg import Time
from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue
from sensor_msgs.msg import CameraInfo
from std_msgs.msg import Header
from vision_msgs.msg import LabelInfo, VisionClass
import yaml

from seg_ros.datatypes import ClassLabel
from seg_ros.errors import InputError
from seg_ros.ros.base.report import Report

LEVELS = {
    'ok': DiagnosticStatus.OK,
    'warn': DiagnosticStatus.WARN,
    'error': DiagnosticStatus.ERROR,
}


def scale_camera_info(
    info: CameraInfo, height: int, width: int, shown: tuple[int, int]
) -> CameraInfo:
    """
    Describe the same view at another size, with binning and region of interest folded in.

    The view fills the first rows and columns `shown` of the image of (height, width) pixels.
    Pixel centres lie at whole numbers, so a centre moves as cx' = (cx + 0.5) * s - 0.5; the
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
            first, centre = row * columns, row * columns + 2
            moved = (matrix[centre] - offset + 0.5) * scale - 0.5
            matrix[first : first + columns] *= scale
            matrix[centre] = moved
    return scaled


def read_calibration(path: str) -> CameraInfo:
    """Read the YAML that camera_calibration writes; InputError when it is not one."""
    try:
        with open(path) as file:
            facts = yaml.safe_load(file)
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


def label_info(header: Header, labels: Iterable[ClassLabel], threshold: float) -> LabelInfo:
    """Name the classes, and the confidence below which a pixel is unlabelled."""
    names = [VisionClass(class_id=label.id, class_name=label.name) for label in labels]
    return LabelInfo(header=header, class_map=names, threshold=threshold)


def diagnostic_array(stamp: Time, node_name: str, reports: Iterable[Report]) -> DiagnosticArray:
    """Put reports into one message; `node_name` is the node's fully qualified name."""
    array = DiagnosticArray()
    array.header.stamp = stamp
    for report in reports:
        array.status.append(
            DiagnosticStatus(
                level=LEVELS[report.level],
                name=f'{node_name.lstrip("/")}: {report.name}',
                message=report.message,
                hardware_id=node_name,
                values=[KeyValue(key=key, value=value) for key, value in report.values],
            )
        )
    return array
