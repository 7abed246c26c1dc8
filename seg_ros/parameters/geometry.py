# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The knobs of where the camera is: how its pixels become metres on the ground."""

from dataclasses import dataclass

from seg_ros.parameters.parameter import check_ranges, ParameterSpec, setting


@dataclass(frozen=True)
class MountParameters:
    """Where the camera hangs, in the base frame (x ahead, y to the left, z up; REP-103)."""

    camera_pose: str = setting(
        'mount',
        ParameterSpec(
            'Where the camera hangs: as the parameters below say (mount), or as TF says at the '
            'capture stamp (tf).',
            choices=('mount', 'tf'),
        ),
    )
    base_frame: str = setting('base_link', ParameterSpec('Frame of the vehicle, on the ground.'))
    camera_x_m: float = setting(
        0.0, ParameterSpec('Camera ahead of the base frame.', low=-100.0, high=100.0)
    )
    camera_y_m: float = setting(
        0.0, ParameterSpec('Camera to the left of the base frame.', low=-100.0, high=100.0)
    )
    camera_height_m: float = setting(
        1.0, ParameterSpec('Camera above the ground.', low=0.01, high=100.0)
    )
    camera_pitch_deg: float = setting(
        90.0,
        ParameterSpec(
            'Positive down: 0 looks at the horizon, 90 straight down with the top of the image '
            'ahead.',
            low=-180.0,
            high=180.0,
        ),
    )
    camera_roll_deg: float = setting(
        0.0,
        ParameterSpec(
            'About the viewing direction, positive clockwise as seen from behind the camera.',
            low=-180.0,
            high=180.0,
        ),
    )
    camera_yaw_deg: float = setting(
        0.0, ParameterSpec('About the vertical, positive to the left.', low=-180.0, high=180.0)
    )
    rectified: bool = setting(
        False,
        ParameterSpec(
            'The image is rectified: P of camera_info holds and the distortion does not.'
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its knob."""
        check_ranges(self)


@dataclass(frozen=True)
class GeometryParameters(MountParameters):
    """How the pixels of that camera become metres on the ground, or on a canopy."""

    canopy_height_m: float = setting(
        0.0,
        ParameterSpec(
            'Height of the plants: positions and areas hold at this height above the ground.',
            low=0.0,
            high=10.0,
            live=True,
        ),
    )
    metres_per_pixel: float = setting(
        0.0,
        ParameterSpec(
            'For cameras that look straight down and for inspection cells: a fixed scale in '
            'place of '
            'camera_info, height, pitch and roll; 0: off.',
            low=0.0,
            high=1.0,
        ),
    )
