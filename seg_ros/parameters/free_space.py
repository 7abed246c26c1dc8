# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters of the steps from a mask of drivable pixels to free space."""

from dataclasses import dataclass

from seg_ros.errors import ParameterError
from seg_ros.parameters.parameter import check_ranges, parameter, ParameterSpec

_MOST_CELLS = 4_000_000


@dataclass(frozen=True)
class FreeSpaceParameters:
    """Parameters of obstacles, ranges, and the size and resolution of scan and grid."""

    min_obstacle_m: float = parameter(
        0.05,
        ParameterSpec(
            'Shortest obstacle along the line of sight, as it appears on the ground, in '
            'meters; shorter ones and shorter gaps are ignored.',
            low=0.0,
            high=10.0,
            live=True,
        ),
    )
    range_min_m: float = parameter(
        0.1,
        ParameterSpec(
            'Distance from the base frame in meters up to which the ground is ignored: '
            'the vehicle itself.',
            low=0.0,
            high=100.0,
            live=True,
        ),
    )
    range_max_m: float = parameter(
        8.0,
        ParameterSpec(
            'Largest distance from the base frame in meters; the scan is free up to here at most.',
            low=0.1,
            high=100.0,
            live=True,
        ),
    )
    blind_m: float = parameter(
        1.5,
        ParameterSpec(
            'A ray of the scan is free only if all its ground from here to `range_max_m` '
            'is in view, in meters: nearer ground has been driven over, or is for other '
            'sensors.',
            low=0.0,
            high=100.0,
            live=True,
        ),
    )
    scan_rays: int = parameter(
        720, ParameterSpec('Number of rays of the scan, all around.', low=8, high=7200)
    )
    resolution_m: float = parameter(
        0.05, ParameterSpec('Side of a grid cell in meters.', low=0.01, high=1.0)
    )
    ahead_m: float = parameter(
        8.0,
        ParameterSpec(
            'Length of the grid ahead of the base frame in meters.', low=0.0, high=100.0
        ),
    )
    behind_m: float = parameter(
        0.0,
        ParameterSpec('Length of the grid behind the base frame in meters.', low=0.0, high=100.0),
    )
    width_m: float = parameter(
        8.0,
        ParameterSpec(
            'Width of the grid from side to side in meters, half of it to the left.',
            low=0.1,
            high=200.0,
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its range, and that ranges and grid hold something."""
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
    """Parameters of the drivable node beside those of the mount and of the free space."""

    autostart: bool = parameter(
        True,
        ParameterSpec(
            'Configure, and activate once the inputs are there; false: wait for a lifecycle '
            'manager.'
        ),
    )
    stale_after_s: float = parameter(
        1.0,
        ParameterSpec(
            'Age in seconds from which input is stale: nothing is published, diagnostics '
            'go to ERROR.',
            low=0.01,
            high=60.0,
            live=True,
        ),
    )

    def __post_init__(self) -> None:
        """Check every value against its range."""
        check_ranges(self)
