# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Outlines run through the centers of a patch's outer pixels; pixels are 1 cm."""

import numpy as np
from patch_fixtures import drawn, nadir

from seg_ros.patches.components import detect
from seg_ros.patches.region_of_interest import region_of_interest
from seg_ros.patches.track_report import outlines


RING = """
    .......
    .wwwww.
    .w...w.
    .w.w.w.
    .w...w.
    .wwwww.
    .......
"""


def drawn_around(drawing: str, listed: list[bool], min_area_m2: float = 0.0):
    mask = drawn(drawing)
    view = region_of_interest(nadir(mask.shape))
    return outlines(detect(mask, view, 0.0, min_area_m2), view, np.array(listed))


def test_a_ring_and_what_it_holds() -> None:
    ring, dot = drawn_around(RING, [True, True])
    assert sorted(ring.round(6).tolist()) == [
        [-0.02, -0.02],
        [-0.02, 0.02],
        [0.02, -0.02],
        [0.02, 0.02],
    ]
    assert dot.round(6).tolist() == [[0.0, 0.0]]


def test_only_what_is_listed_and_nothing_for_what_is_out_of_view() -> None:
    dot, remembered = drawn_around(RING, [False, True, True])
    assert dot.shape == (1, 2) and remembered.shape == (0, 2)


def test_what_is_too_small_has_none() -> None:
    assert len(drawn_around(RING, [True], min_area_m2=2e-4)) == 1


def test_nothing() -> None:
    assert drawn_around('...', []) == ()
