# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The knobs of the digital field, its camera and its sprayer."""

from dataclasses import dataclass

from seg_ros.parameters.parameter import check_ranges, ParameterSpec, setting


@dataclass(frozen=True)
class SimParameters:
    """One drive over a digital field: what grows, who looks, and who sprays."""

    segmentation: str = setting(
        'truth',
        ParameterSpec(
            'Who tells weeds from the rest: truth, the name of a shipped network, or a model file.'
        ),
    )
    seed: int = setting(1, ParameterSpec('Another seed is another field.', low=0, high=2**32 - 1))
    length_m: float = setting(60.0, ParameterSpec('Way over the field.', low=1.0, high=1e5))
    weed_cover: float = setting(
        0.06, ParameterSpec('Share of the ground under weeds.', low=0.0, high=0.5)
    )
    crops: bool = setting(
        True, ParameterSpec('Crop rows that cover 12 % of the ground; none: a fallow.')
    )
    canopy_m: float = setting(
        0.0, ParameterSpec('Height of the plants above the ground.', low=0.0, high=0.5)
    )
    speed_mps: float = setting(2.0, ParameterSpec('Driving speed.', low=0.1, high=10.0))
    speed_wobble: float = setting(
        0.05,
        ParameterSpec('Share of the speed by which it swings about its mean.', low=0.0, high=0.5),
    )
    rate_hz: float = setting(10.0, ParameterSpec('Images per second.', low=0.5, high=200.0))
    height_m: float = setting(0.9, ParameterSpec('Camera above the ground.', low=0.2, high=3.0))
    pitch_deg: float = setting(
        80.0, ParameterSpec('Camera, positive down; 90 looks straight down.', low=45.0, high=135.0)
    )
    distorted: bool = setting(True, ParameterSpec('The lens bends straight lines.'))
    lookahead_m: float = setting(
        1.2,
        ParameterSpec(
            'From the nozzles to the farthest ground that the camera sees.', low=0.1, high=10.0
        ),
    )
    latency_s: float = setting(
        0.25, ParameterSpec('From the capture of an image to its patches.', low=0.0, high=5.0)
    )
    open_latency_s: float = setting(
        0.03, ParameterSpec('A valve opens this long after the command.', low=0.0, high=1.0)
    )
    close_latency_s: float = setting(
        0.02, ParameterSpec('A valve closes this long after the command.', low=0.0, high=1.0)
    )
    drop_s: float = setting(0.0, ParameterSpec('From the valve to the ground.', low=0.0, high=1.0))
    min_on_s: float = setting(
        0.005, ParameterSpec('Shortest time that a valve stays open.', low=0.0, high=1.0)
    )
    nozzle_pitch_m: float = setting(
        0.04,
        ParameterSpec(
            'From one nozzle to the next; each wets a lane as wide.', low=0.005, high=0.5
        ),
    )
    footprint_m: float = setting(
        0.01,
        ParameterSpec(
            'Ground that a nozzle wets at one moment, along the travel direction.',
            low=0.001,
            high=0.5,
        ),
    )
    margin_m: float = setting(
        0.002, ParameterSpec('Sprayed before and behind each run for safety.', low=0.0, high=0.5)
    )
    mode: str = setting(
        'spot',
        ParameterSpec(
            'What the sprayer does while armed: nothing, patches, everything, or one nozzle.',
            choices=('off', 'spot', 'broadcast', 'test'),
            live=True,
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its knob."""
        check_ranges(self)
