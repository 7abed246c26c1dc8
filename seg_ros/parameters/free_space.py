# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The knobs from a mask of drivable pixels to free space."""

from dataclasses import dataclass

from seg_ros.errors import ParameterError
from seg_ros.parameters.parameter import check_ranges, ParameterSpec, setting

_MOST_CELLS = 4_000_000


@dataclass(frozen=True)
class FreeSpaceParameters:
    """What counts as an obstacle, how far answers reach, and how finely they are told."""

    min_obstacle_m: float = setting(
        0.05,
        ParameterSpec(
            'Obstacles shorter than this along the line of sight, as they appear on the ground, '
            'are '
            'specks; gaps shorter than this do not part an obstacle.',
            low=0.0,
            high=10.0,
            live=True,
        ),
    )
    range_min_m: float = setting(
        0.1,
        ParameterSpec(
            'Ground nearer to the base frame than this is not looked at: the vehicle itself.',
            low=0.0,
            high=100.0,
            live=True,
        ),
    )
    range_max_m: float = setting(
        8.0,
        ParameterSpec(
            'Ground farther from the base frame than this is not looked at; the scan is free up '
            'to '
            'here at most.',
            low=0.1,
            high=100.0,
            live=True,
        ),
    )
    blind_m: float = setting(
        1.5,
        ParameterSpec(
            'A ray of the scan is free only if the camera sees all its ground from here to '
            '`range_max_m`: what lies nearer has been driven over, or is for other sensors.',
            low=0.0,
            high=100.0,
            live=True,
        ),
    )
    scan_rays: int = setting(720, ParameterSpec('Rays of the scan, all around.', low=8, high=7200))
    resolution_m: float = setting(
        0.05, ParameterSpec('Side of a cell of the grid.', low=0.01, high=1.0)
    )
    ahead_m: float = setting(
        8.0, ParameterSpec('Grid ahead of the base frame.', low=0.0, high=100.0)
    )
    behind_m: float = setting(
        0.0, ParameterSpec('Grid behind the base frame.', low=0.0, high=100.0)
    )
    width_m: float = setting(
        8.0, ParameterSpec('Grid from side to side, half of it to the left.', low=0.1, high=200.0)
    )

    def __post_init__(self) -> None:
        """Check every value against its knob, and that ranges and grid hold something."""
        check_ranges(self)
        if max(self.range_min_m, self.blind_m) >= self.range_max_m:
            raise ParameterError(
                'range_min_m and blind_m must be less than range_max_m, got '
                f'{self.range_min_m}, {self.blind_m} and {self.range_max_m}'
            )
        cells = (self.ahead_m + self.behind_m) * self.width_m / self.resolution_m**2
        if not 1.0 <= cells <= _MOST_CELLS:
            raise ParameterError(
                f'the grid must hold 1 to {_MOST_CELLS} cells, got {cells:.0f}: see ahead_m, '
                'behind_m, width_m and resolution_m'
            )


@dataclass(frozen=True)
class DrivableNodeParameters:
    """What the drivable node needs beside the parameters of the mount and of the free space."""

    autostart: bool = setting(
        True,
        ParameterSpec(
            'Configure, and activate once the inputs are there; false: wait for a lifecycle '
            'manager.'
        ),
    )
    stale_after_s: float = setting(
        1.0,
        ParameterSpec(
            'Input older than this is stale: nothing is published, diagnostics go to ERROR.',
            low=0.01,
            high=60.0,
            live=True,
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its knob."""
        check_ranges(self)
