# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""How fast one may drive, by hand: 0.25 s and 0.1 s to the next image are 0.35 s."""

from dataclasses import replace

import numpy as np
from patch_fixtures import nadir
import pytest

from seg_ros.patches.boom import Boom
from seg_ros.patches.lookahead import Lookahead, seen_ahead_m

LOOKAHEAD = Lookahead(
    distance_m=0.97, latency_s=0.25, rate_hz=10.0, patch_length_m=0.25, margin_m=0.02
)


def test_what_is_needed() -> None:
    assert LOOKAHEAD.needed_m(2.0) == pytest.approx(0.7 + 0.27)
    assert LOOKAHEAD.needed_m(0.0) == pytest.approx(0.27)


@pytest.mark.parametrize('distance_m, speed_mps', [(0.97, 2.0), (0.27, 0.0), (0.0, 0.0)])
def test_the_highest_speed(distance_m, speed_mps) -> None:
    fitting = replace(LOOKAHEAD, distance_m=distance_m)
    assert fitting.highest_speed_mps == pytest.approx(speed_mps)


@pytest.mark.parametrize(
    'boom, ahead_m',
    [
        (Boom(2, 0.02, 0.02), 1.02 - 0.005),
        (Boom(2, 0.02, 0.02, x_m=-0.5), 1.52 - 0.005),
        (Boom(2, 0.02, 0.02, x_m=2.0), 0.0),
        (Boom(4, 0.02, 0.02), 0.0),
        (Boom(2, 0.02, 0.02, y_m=0.02), 0.0),
    ],
)
def test_what_is_seen_ahead_in_every_lane(boom, ahead_m) -> None:
    assert seen_ahead_m(nadir((4, 4), x_m=1.0), boom) == pytest.approx(ahead_m, abs=1e-6)


def test_one_lane_that_sees_less_counts() -> None:
    ground = nadir((4, 4), x_m=1.0)
    ground.x_m[:2, :2] = np.nan
    assert seen_ahead_m(ground, Boom(2, 0.02, 0.02)) == pytest.approx(0.995)
