# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Points stay sorted by owner."""

import numpy as np
from patch_fixtures import points_in
import pytest

from seg_ros.datatypes import Pose2D
from seg_ros.patches.ground_points import GroundPoints, NO_POINTS, sorting, starts_of


def points_of(owners: list[int]) -> GroundPoints:
    count = len(owners)
    positions_m, halves_m = np.arange(count, dtype=np.float64), np.zeros(count)
    none = np.zeros(count, np.uint8)
    return GroundPoints(
        positions_m,
        10 * positions_m,
        halves_m,
        halves_m,
        positions_m,
        none,
        none,
        np.array(owners, np.int64),
    )


def test_counts() -> None:
    assert points_of([0, 0, 1]).counts.tolist() == [2, 1]
    assert NO_POINTS.counts.tolist() == []


def test_sums_and_extremes_of_each_owner() -> None:
    points = points_of([0, 0, 1])
    assert points.total(points.x_m).tolist() == [1.0, 2.0]
    assert points.highest(points.y_m).tolist() == [10.0, 20.0]
    assert points.lowest(points.y_m).tolist() == [0.0, 20.0]
    assert NO_POINTS.total(NO_POINTS.x_m).tolist() == []


def test_there_and_back() -> None:
    pose = Pose2D(100.0, -50.0, np.pi / 2)
    points = points_of([0, 0, 1])
    there = points.in_odom(pose)
    np.testing.assert_allclose(there.x_m, 100.0 - points.y_m, atol=1e-12)
    np.testing.assert_allclose(there.y_m, -50.0 + points.x_m, atol=1e-12)
    np.testing.assert_allclose(there.in_base(pose).x_m, points.x_m, atol=1e-12)
    oblique = Pose2D(1.0, 2.0, 0.3)
    positions_m = np.stack([points.x_m, points.y_m], axis=1)
    np.testing.assert_allclose(points.in_base(oblique).x_m, oblique.to_base(*positions_m.T)[0])
    np.testing.assert_allclose(points.in_base(oblique).y_m, oblique.to_base(*positions_m.T)[1])
    np.testing.assert_allclose(points.in_odom(oblique).y_m, oblique.to_odom(*positions_m.T)[1])


@pytest.mark.parametrize(
    'kept, owners, areas',
    [
        ([True, True, True], [0, 0, 1, 2], [0, 1, 2, 3]),
        ([False, True, True], [0, 1], [2, 3]),
        ([True, False, True], [0, 0, 1], [0, 1, 3]),
        ([False, False, False], [], []),
    ],
)
def test_owners_that_are_kept_count_from_zero_again(kept, owners, areas) -> None:
    points = points_of([0, 0, 1, 2]).select_owners(np.array(kept))
    assert points.owners.tolist() == owners and points.areas_m2.tolist() == areas


@pytest.mark.parametrize('index', [np.array([False, True, True]), np.array([1, 2])])
def test_select(index: np.ndarray) -> None:
    taken = points_of([0, 0, 1]).select(index, np.array([4, 5]))
    assert taken.x_m.tolist() == [1.0, 2.0] and taken.y_m.tolist() == [10.0, 20.0]
    assert taken.areas_m2.tolist() == [1.0, 2.0]
    assert taken.owners.tolist() == [4, 5]


@pytest.mark.parametrize(
    'first, second, areas',
    [
        ([0, 1], [2, 2], [0, 1, 0, 1]),
        ([0, 2], [1, 2], [0, 0, 1, 1]),
        ([], [0, 1], [0, 1]),
        ([0, 1], [3, 2, 3], [0, 1, 1, 0, 2]),
        ([0, 1], [], [0, 1]),
    ],
)
def test_joined_is_sorted_by_owner(first, second, areas) -> None:
    both = points_of(first).joined(points_of(second))
    assert both.owners.tolist() == sorted(first + second)
    assert both.areas_m2.tolist() == areas


@pytest.mark.parametrize(
    'keys, limit',
    [
        ([3, 1, 2, 1], 4),
        ([65535, 0, 65535, 1], 65536),
        ([65536, 0, 65537, 65536], 65538),
    ],
)
def test_sorting_is_stable_whatever_the_limit(keys, limit) -> None:
    order = sorting(np.array(keys), limit)
    assert order.tolist() == sorted(range(len(keys)), key=lambda place: (keys[place], place))


@pytest.mark.parametrize('keys, starts', [([], []), ([7], [0]), ([0, 0, 3, 4, 4], [0, 2, 3])])
def test_starts(keys, starts) -> None:
    assert starts_of(np.array(keys)).tolist() == starts


def test_a_sample_is_spread_over_each_owner() -> None:
    points = points_in('\n'.join(['w' * 50 + '..w'] * 20))
    index, owners = points.sample
    assert np.bincount(owners).tolist() == [200, 20]
    assert index[:200].tolist() == list(range(0, 1000, 5))
    assert index[200:].tolist() == list(range(1000, 1020))
