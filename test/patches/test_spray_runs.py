# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Runs of drawings: pixels of 1 cm, lanes of two columns, the image's lowest edge at x = 0."""

from dataclasses import replace

import numpy as np
from patch_fixtures import CROP, points_in, WEED
import pytest

from seg_ros.datatypes import Pose2D
from seg_ros.patches.boom import Boom
from seg_ros.patches.ground_points import GroundPoints, NO_POINTS
from seg_ros.patches.spray_runs import RunConstraints, Runs, spans, spray_runs

CLOSE = RunConstraints(along_m=0.0, across_m=0.0, shortest_m=0.0)


def points_ahead(drawing: str, class_id: int):
    points = points_in(drawing, class_id)
    return points.in_odom(Pose2D(len(drawing.split()) * 0.005, 0.0))


def runs_for(
    weeds: GroundPoints, crops: GroundPoints, boom: Boom, distance: RunConstraints
) -> Runs:
    return spray_runs(weeds, boom.lanes(weeds.y_m), crops, boom, distance)


def spans_of(points: GroundPoints, boom: Boom) -> np.ndarray:
    return spans(points, boom.lanes(points.y_m))


def runs_of(drawing: str, distance: RunConstraints = CLOSE, lane_m: float = 0.02):
    """Return (owner, lane, from, to in mm) of each run."""
    boom = Boom(len(drawing.split()[0]) // 2, 0.02, lane_m)
    runs = runs_for(points_ahead(drawing, WEED), points_ahead(drawing, CROP), boom, distance)
    low_mm, high_mm = ((edge_m * 1000).round(1).tolist() for edge_m in (runs.low_m, runs.high_m))
    return list(zip(runs.owners.tolist(), runs.lanes.tolist(), low_mm, high_mm))


@pytest.mark.parametrize(
    'drawing, runs',
    [
        ('...... ...... ......', []),
        ('...... .w.... ......', [(0, 0, 10, 20)]),
        ('..w... ..w... ......', [(0, 1, 10, 30)]),
        ('.ww... .ww... ...w..', [(0, 0, 10, 30), (0, 1, 0, 30)]),
        ('w....w ...... .w....', [(0, 0, 20, 30), (1, 2, 20, 30), (2, 0, 0, 10)]),
        ('w..... ...... .....w', [(0, 0, 20, 30), (1, 2, 0, 10)]),
    ],
)
def test_each_lane_from_its_own_first_to_its_last_pixel(drawing, runs) -> None:
    assert runs_of(drawing) == runs


def test_a_concave_patch_is_one_run_in_a_lane() -> None:
    assert runs_of('ww.. w... ww..') == [(0, 0, 0, 30)]


def test_what_is_beyond_the_boom_has_no_run() -> None:
    weeds = points_ahead('w....w', WEED)
    runs = runs_for(weeds, NO_POINTS, Boom(1, 0.02, 0.02), CLOSE)
    assert len(runs.low_m) == 0
    runs = runs_for(weeds, NO_POINTS, Boom(1, 0.02, 0.02, y_m=-0.02), CLOSE)
    assert (runs.owners.tolist(), runs.lanes.tolist()) == ([1], [0])


COLUMN = """
    ww
    ww
    ww
    cc
    ww
    ww
    ww
    ww
"""


@pytest.mark.parametrize(
    'along_mm, runs',
    [
        (0, [(0, 0, 50, 80), (1, 0, 0, 40)]),
        (4, [(0, 0, 54, 80), (1, 0, 0, 36)]),
        (20, [(0, 0, 70, 80), (1, 0, 0, 20)]),
        (34, [(1, 0, 0, 6)]),
        (50, []),
    ],
)
def test_runs_keep_off_crops_along(along_mm, runs) -> None:
    assert runs_of(COLUMN, replace(CLOSE, along_m=along_mm / 1000)) == runs


def test_a_crop_never_gets_anything_wherever_the_bins_fall() -> None:
    for offset_m in np.linspace(0.0, 0.001, 7):
        weeds, crops = points_ahead(COLUMN, WEED), points_ahead(COLUMN, CROP)
        weeds = weeds.in_odom(Pose2D(offset_m, 0.0))
        runs = runs_for(weeds, crops, Boom(1, 0.02, 0.02), replace(CLOSE, along_m=0.005))
        assert not ((runs.low_m < 0.055 - 2e-6) & (runs.high_m > 0.035 + 2e-6)).any()


def test_one_patch_around_a_crop_is_two_runs() -> None:
    assert runs_of('wwww wwcc wwww', CLOSE) == [(0, 0, 0, 30), (0, 1, 0, 10), (0, 1, 20, 30)]


def test_a_crop_that_only_touches_the_lane_splits_the_run() -> None:
    assert runs_of('ww wc ww', CLOSE) == [(0, 0, 0, 10), (0, 0, 20, 30)]


@pytest.mark.parametrize(
    'across_m, lane_m, runs',
    [
        (0.0, 0.02, [(0, 1, 0, 30)]),
        (0.005, 0.02, [(0, 1, 0, 30)]),
        (0.011, 0.02, [(0, 1, 0, 10), (0, 1, 20, 30)]),
        (0.0, 0.03, [(0, 1, 0, 30)]),
        (0.0, 0.042, [(0, 1, 0, 10), (0, 1, 20, 30)]),
    ],
)
def test_crops_beside_count_within_margin_and_wetted_ground(across_m, lane_m, runs) -> None:
    drawing = '..ww.. c.ww.. ..ww..'
    assert runs_of(drawing, replace(CLOSE, across_m=across_m), lane_m) == runs


@pytest.mark.parametrize(
    'drawing, runs',
    [
        ('.. .. ww .. ..', [(0, 0, 10, 40)]),
        ('cc .. ww .. ..', [(0, 0, 10, 40)]),
        ('.. cc ww .. ..', [(0, 0, 0, 30)]),
        ('.. .. ww cc ..', [(0, 0, 20, 50)]),
        ('.. cc ww .. cc', []),
        ('.. cc ww cc ..', []),
        ('ww ww ww ww ww', [(0, 0, 0, 50)]),
    ],
)
def test_short_runs_grow_to_30_mm_into_free_ground(drawing, runs) -> None:
    assert runs_of(drawing, replace(CLOSE, shortest_m=0.03)) == runs


def test_nothing_is_sprayed_behind_where_crops_are_forgotten() -> None:
    assert runs_of('ww ww ww', replace(CLOSE, behind_m=0.012)) == [(0, 0, 10, 30)]
    assert runs_of('ww ww ww', replace(CLOSE, behind_m=0.04)) == []


def test_runs_may_lie_far_ahead_of_hundreds_of_nozzles() -> None:
    points = points_in('ww', WEED)
    far = replace(points, x_m=np.array([0.0, 500.0]))
    runs = runs_for(far, NO_POINTS, Boom(1000, 0.01, 0.01), CLOSE)
    assert runs.lanes.tolist() == [499, 500]
    np.testing.assert_allclose(runs.low_m, [-0.005, 499.995], atol=1e-6)


@pytest.mark.parametrize(
    'drawing, first_and_last',
    [
        ('w.....', [[0, 0]]),
        ('.wwww.', [[0, 2]]),
        ('w....w', [[0, 0], [2, 2]]),
        ('......', []),
    ],
)
def test_spans(drawing, first_and_last) -> None:
    answer = spans_of(points_in(drawing), Boom(3, 0.02, 0.02))
    assert answer.dtype == np.int16
    assert answer.tolist() == first_and_last


def test_spans_beyond_the_boom() -> None:
    answer = spans_of(points_in('wwwwww ...... w....w'), Boom(1, 0.02, 0.02))
    assert answer.tolist() == [[0, 0], [-1, -1], [-1, -1]]
