# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the simulated field, its camera and its sprayer."""

from dataclasses import dataclass

from seg_ros.parameters.parameter import check_ranges, parameter, ParameterSpec


@dataclass(frozen=True)
class SimParameters:
    """One drive over the simulated field: plants, camera and sprayer."""

    segmentation: str = parameter(
        'truth',
        ParameterSpec(
            'Source of the segmentation: truth, the name of an included model, or a model file.'
        ),
    )
    seed: int = parameter(1, ParameterSpec('Seed of the simulated field.', low=0, high=2**32 - 1))
    length_m: float = parameter(
        60.0, ParameterSpec('Length of the drive in meters.', low=1.0, high=1e5)
    )
    weed_cover: float = parameter(
        0.06, ParameterSpec('Share of the ground that is covered by weeds.', low=0.0, high=0.5)
    )
    crops: bool = parameter(
        True, ParameterSpec('Crop rows that cover 12 % of the ground; none: a fallow.')
    )
    canopy_m: float = parameter(
        0.0, ParameterSpec('Height of the plants above the ground in meters.', low=0.0, high=0.5)
    )
    speed_mps: float = parameter(2.0, ParameterSpec('Driving speed in m/s.', low=0.1, high=10.0))
    speed_wobble: float = parameter(
        0.05,
        ParameterSpec('Share of the speed by which it varies about its mean.', low=0.0, high=0.5),
    )
    rate_hz: float = parameter(10.0, ParameterSpec('Images per second.', low=0.5, high=200.0))
    height_m: float = parameter(
        0.9, ParameterSpec('Height of the camera above the ground in meters.', low=0.2, high=3.0)
    )
    pitch_deg: float = parameter(
        80.0,
        ParameterSpec(
            'Pitch of the camera, positive down; 90 looks straight down.', low=45.0, high=135.0
        ),
    )
    distorted: bool = parameter(True, ParameterSpec('The lens has distortion.'))
    lookahead_m: float = parameter(
        1.2,
        ParameterSpec(
            'Distance from the nozzles to the farthest ground in view, in meters.',
            low=0.1,
            high=10.0,
        ),
    )
    latency_s: float = parameter(
        0.25,
        ParameterSpec(
            'Latency from the capture of an image to its patches in seconds.', low=0.0, high=5.0
        ),
    )
    open_latency_s: float = parameter(
        0.03,
        ParameterSpec(
            'Latency from the command until a valve has opened, in seconds.', low=0.0, high=1.0
        ),
    )
    close_latency_s: float = parameter(
        0.02,
        ParameterSpec(
            'Latency from the command until a valve has closed, in seconds.', low=0.0, high=1.0
        ),
    )
    drop_s: float = parameter(
        0.0, ParameterSpec('Time from the valve to the ground in seconds.', low=0.0, high=1.0)
    )
    min_on_s: float = parameter(
        0.005,
        ParameterSpec('Shortest time that a valve stays open, in seconds.', low=0.0, high=1.0),
    )
    nozzle_pitch_m: float = parameter(
        0.04,
        ParameterSpec(
            'Distance from one nozzle to the next in meters; each wets a lane as wide.',
            low=0.005,
            high=0.5,
        ),
    )
    footprint_m: float = parameter(
        0.01,
        ParameterSpec(
            'Length of the ground that a nozzle wets at one moment, along the travel '
            'direction, in meters.',
            low=0.001,
            high=0.5,
        ),
    )
    margin_m: float = parameter(
        0.002,
        ParameterSpec(
            'Length sprayed before and behind each run for safety, in meters.', low=0.0, high=0.5
        ),
    )
    mode: str = parameter(
        'spot',
        ParameterSpec(
            'Mode of the sprayer while armed: off, spot (patches), broadcast '
            '(everything), or test (one nozzle).',
            choices=('off', 'spot', 'broadcast', 'test'),
            live=True,
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its range."""
        check_ranges(self)
