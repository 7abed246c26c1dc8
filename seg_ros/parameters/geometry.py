# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the camera pose and of the projection of pixels to the ground."""

from dataclasses import dataclass

from seg_ros.parameters.parameter import check_ranges, parameter, ParameterSpec


@dataclass(frozen=True)
class MountParameters:
    """Pose of the camera in the base frame (x ahead, y to the left, z up; REP-103)."""

    camera_pose: str = parameter(
        'mount',
        ParameterSpec(
            'Source of the camera pose: the parameters below (mount), or TF at the '
            'capture stamp (tf).',
            choices=('mount', 'tf'),
        ),
    )
    base_frame: str = parameter('base_link', ParameterSpec('Frame of the vehicle, on the ground.'))
    camera_x_m: float = parameter(
        0.0,
        ParameterSpec(
            'Position of the camera ahead of the base frame in meters.', low=-100.0, high=100.0
        ),
    )
    camera_y_m: float = parameter(
        0.0,
        ParameterSpec(
            'Position of the camera to the left of the base frame in meters.',
            low=-100.0,
            high=100.0,
        ),
    )
    camera_height_m: float = parameter(
        1.0,
        ParameterSpec('Height of the camera above the ground in meters.', low=0.01, high=100.0),
    )
    camera_pitch_deg: float = parameter(
        90.0,
        ParameterSpec(
            'Pitch, positive down: 0 looks at the horizon, 90 straight down with the top '
            'of the image ahead.',
            low=-180.0,
            high=180.0,
        ),
    )
    camera_roll_deg: float = parameter(
        0.0,
        ParameterSpec(
            'Roll about the optical axis, positive clockwise as seen from behind the camera.',
            low=-180.0,
            high=180.0,
        ),
    )
    camera_yaw_deg: float = parameter(
        0.0,
        ParameterSpec(
            'Yaw about the vertical axis, positive to the left.', low=-180.0, high=180.0
        ),
    )
    rectified: bool = parameter(
        False,
        ParameterSpec('The image is rectified: P of camera_info is used, and no distortion.'),
    )

    def __post_init__(self) -> None:
        """Check every value against its range."""
        check_ranges(self)


@dataclass(frozen=True)
class GeometryParameters(MountParameters):
    """Parameters of the projection of pixels to the ground, or to the canopy."""

    canopy_height_m: float = parameter(
        0.0,
        ParameterSpec(
            'Height of the plants in meters: positions and areas hold at this height '
            'above the ground.',
            low=0.0,
            high=10.0,
            live=True,
        ),
    )
    metres_per_pixel: float = parameter(
        0.0,
        ParameterSpec(
            'Fixed scale in meters per pixel, in place of camera_info, height, pitch and '
            'roll: for cameras that look straight down and inspection cells; 0: off.',
            low=0.0,
            high=1.0,
        ),
    )
