# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""CameraInfo as the camera of an image's own size."""

from sensor_msgs.msg import CameraInfo

from seg_ros.errors import ParameterError
from seg_ros.geometry.camera_model import CameraModel
from seg_ros.ros.conversions.camera_info import scale_camera_info


def camera_model(info: CameraInfo, shape: tuple[int, int], rectified: bool) -> CameraModel:
    """
    Return the camera that made an image of (height, width) pixels.

    Binning and region of interest are folded in; a rectified image has P and no distortion.
    Raises ParameterError on a camera that is not calibrated or whose distortion nobody knows.
    """
    scaled = scale_camera_info(info, *shape, shape)
    matrix, row = (scaled.p, 4) if rectified else (scaled.k, 3)
    if matrix[0] == 0.0:
        raise ParameterError(
            f'camera_info must hold a calibration, got 0 as fx of {"P" if rectified else "K"}: '
            'calibrate the camera, or set `metres_per_pixel`'
        )
    height_px, width_px = shape
    model, coefficients = ('none', ()) if rectified else (info.distortion_model, tuple(info.d))
    return CameraModel(
        width_px,
        height_px,
        fx=matrix[0],
        fy=matrix[row + 1],
        cx=matrix[2],
        cy=matrix[row + 2],
        model=model,
        coefficients=coefficients,
    )
