# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Lanes from left to right; the boom of these tests reaches 2 m to both sides."""

import numpy as np
import pytest

from seg_ros.patches.boom import Boom

BOOM = Boom(count=4, pitch_m=1.0, lane_m=1.0)


@pytest.mark.parametrize(
    'y_m, lane', [(1.9, 0), (0.1, 1), (-0.1, 2), (-1.9, 3), (2.1, -1), (-2.1, -1)]
)
def test_each_place_has_one_nozzle(y_m, lane) -> None:
    assert BOOM.lanes(np.array([y_m])).tolist() == [lane]


def test_a_boom_may_stand_aside() -> None:
    boom = Boom(count=2, pitch_m=0.5, lane_m=0.5, y_m=3.0)
    assert boom.lanes(np.array([3.4, 2.6, 2.4])).tolist() == [0, 1, -1]


@pytest.mark.parametrize(
    'lane_m, low_m, high_m, first, last',
    [
        (1.0, 0.2, 0.4, 1, 1),
        (1.0, -0.1, 0.1, 1, 2),
        (1.0, -1.0, 1.0, 1, 2),
        (1.0, -9.0, 9.0, 0, 3),
        (1.4, 0.15, 0.3, 1, 2),
        (1.4, 0.25, 0.3, 1, 1),
        (0.6, -0.1, 0.1, 2, 1),
        (1.0, 2.1, 2.2, 0, -1),
        (1.0, -2.2, -2.1, 4, 3),
    ],
)
def test_which_nozzles_wet_it(lane_m, low_m, high_m, first, last) -> None:
    boom = Boom(count=4, pitch_m=1.0, lane_m=lane_m)
    answer = boom.spraying(np.array([low_m]), np.array([high_m]))
    assert tuple(int(nozzles[0]) for nozzles in answer) == (first, last)
