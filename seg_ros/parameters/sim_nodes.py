# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The knobs that the nodes of the digital field have beside those of the field."""

from dataclasses import dataclass

from seg_ros.parameters.parameter import check_ranges, ParameterSpec, setting


@dataclass(frozen=True)
class SimCameraParameters:
    """How the camera's time runs, and from where to where it drives."""

    lock_step: bool = setting(
        False,
        ParameterSpec(
            'Time stands still until the sprayer knows what to do about the newest image.'
        ),
    )
    await_answer: bool = setting(
        False,
        ParameterSpec('Drive off only when the sprayer knows what to do about the first image.'),
    )
    real_time_factor: float = setting(
        1.0, ParameterSpec('How fast time runs; 0: as fast as it can.', low=0.0, high=100.0)
    )
    publish_clock: bool = setting(True, ParameterSpec('Publish the time of the field on /clock.'))
    start_s: float = setting(
        0.0,
        ParameterSpec(
            'When in the drive to begin, with an image at once; a camera that is started again '
            'goes '
            'on from there.',
            low=0.0,
            high=1e6,
        ),
    )
    frames: int = setting(
        0, ParameterSpec('End after this many images; 0: with the drive.', low=0, high=10**6)
    )
    answer_within_s: float = setting(
        5.0,
        ParameterSpec(
            'Go on without an answer after this long; the first one may take six times as long.',
            low=0.01,
            high=600.0,
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its knob."""
        check_ranges(self)


@dataclass(frozen=True)
class SimSprayerParameters:
    """What the sprayer needs beside the field: its own switch, and where it writes."""

    armed: bool = setting(
        False,
        ParameterSpec(
            'The switch of the sprayer itself; while it is off no nozzle opens.', live=True
        ),
    )
    test_nozzle: int = setting(
        0,
        ParameterSpec(
            'The one that opens in mode test; 0 is leftmost.', low=0, high=999, live=True
        ),
    )
    stale_after_s: float = setting(
        1.0,
        ParameterSpec(
            'All nozzles close when odometry or patches have been silent for so long, by a clock '
            'that '
            'always runs.',
            low=0.01,
            high=60.0,
        ),
    )
    out: str = setting(
        '',
        ParameterSpec(
            'Folder for the score, the as-applied log and the picture of the strip; empty: none.'
        ),
    )
    tell_progress: bool = setting(
        False,
        ParameterSpec(
            'Print on standard output the time of every image that is answered, and `stale` when '
            'all '
            'is silent.'
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its knob."""
        check_ranges(self)
