# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters that the simulator nodes have beside SimParameters."""

from dataclasses import dataclass

from seg_ros.parameters.parameter import check_ranges, parameter, ParameterSpec


@dataclass(frozen=True)
class SimCameraParameters:
    """Speed of simulated time, and start and end of the drive."""

    lock_step: bool = parameter(
        False,
        ParameterSpec(
            'Simulated time stops until the sprayer has the patches of the latest image.'
        ),
    )
    await_answer: bool = parameter(
        False,
        ParameterSpec('The drive starts when the sprayer has the patches of the first image.'),
    )
    real_time_factor: float = parameter(
        1.0, ParameterSpec('Speed of simulated time; 0: as fast as possible.', low=0.0, high=100.0)
    )
    publish_clock: bool = parameter(True, ParameterSpec('Publish the simulated time on /clock.'))
    start_s: float = parameter(
        0.0,
        ParameterSpec(
            'Time in the drive at which to start, with an image at once; a camera that is '
            'restarted continues from there.',
            low=0.0,
            high=1e6,
        ),
    )
    frames: int = parameter(
        0,
        ParameterSpec(
            'Number of images after which the node ends; 0: with the drive.', low=0, high=10**6
        ),
    )
    answer_within_s: float = parameter(
        5.0,
        ParameterSpec(
            'Seconds after which the drive continues without patches; six times as long '
            'for the first image.',
            low=0.01,
            high=600.0,
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its range."""
        check_ranges(self)


@dataclass(frozen=True)
class SimSprayerParameters:
    """Switches of the sprayer node, and the folder it writes to."""

    armed: bool = parameter(
        False,
        ParameterSpec('Switch of the sprayer; while it is off no nozzle opens.', live=True),
    )
    test_nozzle: int = parameter(
        0,
        ParameterSpec(
            'Nozzle that opens in mode test; 0 is leftmost.', low=0, high=999, live=True
        ),
    )
    stale_after_s: float = parameter(
        1.0,
        ParameterSpec(
            'Seconds without odometry or patches, by a steady clock, after which all '
            'nozzles close.',
            low=0.01,
            high=60.0,
        ),
    )
    out: str = parameter(
        '',
        ParameterSpec(
            'Folder for the score, the as-applied log and images of the ground; empty: none.'
        ),
    )
    tell_progress: bool = parameter(
        False,
        ParameterSpec(
            'Print the time of every image that is completed on standard output, and '
            '`stale` when input is silent.'
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its range."""
        check_ranges(self)
