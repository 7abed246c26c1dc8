# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the image source."""

from dataclasses import dataclass

from seg_ros.parameters.parameter import check_ranges, parameter, ParameterSpec


@dataclass(frozen=True)
class ImageSourceParameters:
    """A folder of images, a video file or a camera device published as a camera."""

    source: str = parameter(
        '',
        ParameterSpec(
            'Folder of images, one image, video file, or camera device (a number or /dev/video0).'
        ),
    )
    rate_hz: float = parameter(
        10.0,
        ParameterSpec(
            'Images per second; for a camera device, the requested rate.', low=0.01, high=1000.0
        ),
    )
    loop: bool = parameter(True, ParameterSpec('Start again after the last image.'))
    encoding: str = parameter(
        'bgr8',
        ParameterSpec('Encoding of the published image.', choices=('bgr8', 'rgb8', 'mono8')),
    )
    compressed: bool = parameter(False, ParameterSpec('Publish JPEG on image/compressed as well.'))
    reliable: bool = parameter(
        True, ParameterSpec('Publish reliably; false: best effort, as most camera drivers do.')
    )
    frame_id: str = parameter('camera', ParameterSpec('Frame id of the camera in the header.'))
    camera_info: str = parameter(
        '',
        ParameterSpec(
            'Calibration YAML as camera_calibration writes it; empty: no camera_info is published.'
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its range."""
        check_ranges(self)
