# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Known patches beside found ones, drawn on pixels of 1 cm."""

import numpy as np
from patch_fixtures import found_in, points_in
import pytest

from seg_ros.patches.association import associate


def paired(known: str, found: str, in_view: float = 1.0, merge_distance_m: float = 0.025):
    before, after = points_in(known), found_in(found)
    pairs = associate(before, np.full(len(before.counts), in_view), after, merge_distance_m)
    return pairs.track_of_detection.tolist(), pairs.detection_of_track.tolist()


@pytest.mark.parametrize(
    'known, found, track_of_detection, detection_of_track',
    [
        ('ww..ww', 'ww..ww', [0, 1], [0, 1]),
        ('ww..ww', '.w...w', [0, 1], [0, 1]),
        ('......', 'ww..ww', [-1, -1], []),
        ('ww..ww', '......', [], [-1, -1]),
        ('....www', 'ww..www', [-1, 0], [1]),
        ('www....', '...w...', [0], [0]),
        ('ww.....', '.....ww', [-1], [-1]),
    ],
)
def test_tracks_and_detections_are_paired(
    known, found, track_of_detection, detection_of_track
) -> None:
    assert paired(known, found) == (track_of_detection, detection_of_track)


def test_grown_together_the_one_with_more_ground_keeps_its_id() -> None:
    assert paired('ww..wwww', 'wwwwwwww') == ([1], [0, 0])


def test_split_the_larger_part_keeps_the_id() -> None:
    assert paired('wwwwwwwwww', 'ww.wwwwwww') == ([-1, 0], [1])


def test_a_neighbour_that_hardly_touches_does_not_swallow() -> None:
    assert paired('wwwww....\nwwwww.www', '.........\n....wwwww', merge_distance_m=0.0) == (
        [1],
        [-1, 0],
    )


def test_out_of_view_nobody_is_swallowed_nor_near() -> None:
    assert paired('ww..wwww', 'wwwwwwww', in_view=0.2) == ([1], [-1, 0])
    assert paired('w....', '..w..') == ([0], [0])
    assert paired('.....\nw....\n.....', '.....\n..w..\n.....', in_view=0.0) == ([-1], [-1])


def test_what_the_border_cuts_may_go_on_as_what_left_the_view() -> None:
    assert paired('w....', '..w..', in_view=0.0) == ([0], [0])


@pytest.mark.parametrize('merge_distance_m, detection_of_track', [(0.025, [0]), (0.015, [-1])])
def test_near_is_within_the_distance(merge_distance_m, detection_of_track) -> None:
    assert paired('w....', '..w..', merge_distance_m=merge_distance_m)[1] == detection_of_track


def test_the_nearest_comes_first() -> None:
    assert paired('w...w....', '..w...w..', merge_distance_m=0.05) == ([0, 1], [0, 1])
    assert paired('.w..w....', '...w.....', merge_distance_m=0.05) == ([1], [-1, 0])


def test_with_nobody_all_stay_single() -> None:
    assert paired('w', '.') == ([], [-1])
    assert paired('.', 'w') == ([-1], [])
