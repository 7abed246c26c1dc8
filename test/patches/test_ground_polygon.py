# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Points inside and outside of what a camera sees of the ground."""

import numpy as np
import pytest

from seg_ros.patches.ground_polygon import GroundPolygon

SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4)]
TILTED_CAMERA = [(0, 1), (0, -1), (4, -3), (4, 3)]
YAWED = [(2, 0), (4, 2), (2, 4), (0, 2)]
BENT_INWARDS = [(0, 0), (2, 1), (4, 0), (3, 2), (4, 4), (2, 3), (0, 4), (1, 2)]


@pytest.mark.parametrize(
    'outline, inside, outside',
    [
        (SQUARE, [(1, 1), (3.9, 0.1)], [(-0.1, 1), (4.1, 1), (1, -0.1), (1, 4.1), (9, 9)]),
        (TILTED_CAMERA, [(0.1, 0.9), (3.9, 2.9), (2, -1.9)], [(0.1, 1.2), (2, 2.1), (4.1, 0)]),
        (YAWED, [(2, 2), (1, 2), (3, 2.9)], [(0.5, 0.5), (3.5, 3.5), (0.9, 0.9)]),
        (
            BENT_INWARDS,
            [(0.2, 0.15), (2, 1.1), (3.8, 3.8), (1.1, 2)],
            [(2, 0.9), (0.9, 2), (3.1, 2), (2, 3.1)],
        ),
        ([(0, 0)], [], [(1, 0), (0, 1)]),
        ([], [], [(0, 0)]),
    ],
)
def test_holds(outline, inside, outside) -> None:
    footprint = GroundPolygon(np.array(outline, np.float64).reshape(-1, 2))
    points_m = np.array([*inside, *outside], np.float64)
    assert footprint.holds(*points_m.T).tolist() == [True] * len(inside) + [False] * len(outside)
