# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Position is the integral of speed; times and positions in a path segment."""

from math import inf

import numpy as np
import pytest

from seg_ros.sim.trajectory import PathSegment, Trajectory, WOBBLE_PERIOD_S

SEGMENT = PathSegment(10.0, 12.0, 5.0, 6.0, 0.5)


def test_a_drive_at_constant_speed() -> None:
    drive = Trajectory(2.0, start_m=-1.0)
    assert [drive.position_m(time_s) for time_s in (0.0, 0.25, 10.0)] == [-1.0, -0.5, 19.0]
    assert drive.speed_mps(3.0) == 2.0


def test_speed_oscillates_around_its_mean() -> None:
    drive = Trajectory(2.0, wobble=0.1)
    quarter_s = WOBBLE_PERIOD_S / 4.0
    assert drive.speed_mps(quarter_s) == pytest.approx(2.2)
    assert drive.speed_mps(3.0 * quarter_s) == pytest.approx(1.8)
    assert drive.position_m(WOBBLE_PERIOD_S) == pytest.approx(2.0 * WOBBLE_PERIOD_S)


@pytest.mark.parametrize('time_s', [0.0, 0.7, 2.5, 4.9, 31.0])
def test_position_is_the_exact_integral_of_speed(time_s: float) -> None:
    drive = Trajectory(3.0, wobble=0.5, start_m=4.0)
    step_s = 1e-5
    slope = (drive.position_m(time_s + step_s) - drive.position_m(time_s - step_s)) / step_s / 2.0
    assert slope == pytest.approx(drive.speed_mps(time_s), abs=1e-6)
    ticks = np.linspace(0.0, time_s, 2001)
    speeds = [drive.speed_mps(tick) for tick in ticks]
    way_m = (
        float(np.trapezoid(speeds, ticks)) if hasattr(np, 'trapezoid') else np.trapz(speeds, ticks)
    )
    assert drive.position_m(time_s) - 4.0 == pytest.approx(way_m, abs=1e-3)


@pytest.mark.parametrize(
    'segment, place_m, time_s',
    [
        (SEGMENT, 5.25, 10.5),
        (SEGMENT, 6.0, 12.0),
        (SEGMENT, 5.0, 10.0),
        (SEGMENT, 4.0, 10.0),
        (SEGMENT, 6.1, inf),
        (PathSegment(10.0, 12.0, 5.0, 5.0, 0.0), 5.1, inf),
        (PathSegment(10.0, 12.0, 5.0, 5.0, 0.0), 4.9, 10.0),
        (PathSegment(10.0, 10.0, 5.0, 5.0, 0.5), 5.0, 10.0),
    ],
)
def test_time_at_a_position(segment: PathSegment, place_m: float, time_s: float) -> None:
    assert segment.times_at(np.array([place_m])).tolist() == [time_s]


def test_a_segment_is_split_at_a_time() -> None:
    assert SEGMENT.position_at(11.0) == 5.5
    assert SEGMENT.split(11.0) == (
        PathSegment(10.0, 11.0, 5.0, 5.5, 0.5),
        PathSegment(11.0, 12.0, 5.5, 6.0, 0.5),
    )
