# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Times and places of a short piece of the way."""

from math import inf

import numpy as np
import pytest

from seg_ros.sim.path_segment import PathSegment

LEG = PathSegment(10.0, 12.0, 5.0, 6.0, 0.5)


@pytest.mark.parametrize(
    'leg, place_m, time_s',
    [
        (LEG, 5.25, 10.5),
        (LEG, 6.0, 12.0),
        (LEG, 5.0, 10.0),
        (LEG, 4.0, 10.0),
        (LEG, 6.1, inf),
        (PathSegment(10.0, 12.0, 5.0, 5.0, 0.0), 5.1, inf),
        (PathSegment(10.0, 12.0, 5.0, 5.0, 0.0), 4.9, 10.0),
        (PathSegment(10.0, 10.0, 5.0, 5.0, 0.5), 5.0, 10.0),
    ],
)
def test_when_a_place_is_passed(leg: PathSegment, place_m: float, time_s: float) -> None:
    assert leg.times_at(np.array([place_m])).tolist() == [time_s]


def test_a_leg_is_split_at_a_time() -> None:
    assert LEG.place_at(11.0) == 5.5
    assert LEG.split(11.0) == (
        PathSegment(10.0, 11.0, 5.0, 5.5, 0.5),
        PathSegment(11.0, 12.0, 5.5, 6.0, 0.5),
    )
