# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The part of an image that is looked at, and its ground."""

import numpy as np
from patch_fixtures import nadir
import pytest

from seg_ros.datatypes import GroundMap
from seg_ros.errors import ParameterError
from seg_ros.patches.region_of_interest import GroundPolygon, region_of_interest


def test_a_region_extends_to_the_outer_edge_of_its_pixels() -> None:
    region = region_of_interest(nadir((4, 6)))
    points_m = np.array(
        [
            (0.0, 0.0),
            (0.0199, 0.0299),
            (-0.0199, -0.0299),
            (0.0201, 0.0),
            (-0.0201, 0.0),
            (0.0, 0.0301),
            (0.0, -0.0301),
        ]
    )
    assert region.contains(*points_m.T).tolist() == [True] * 3 + [False] * 4


def test_a_region_of_interest_sees_its_own_part() -> None:
    region = region_of_interest(nadir((4, 6)), left=0.5, top=0.5)
    assert (region.rows, region.columns) == (slice(2, 4), slice(3, 6))
    assert region.contains(
        np.array([-0.01, 0.01, -0.01]), np.array([-0.01, -0.01, 0.01])
    ).tolist() == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    'shares', [{'left': 0.6, 'right': 0.4}, {'top': 0.5, 'bottom': 0.5}, {'right': 0.05}]
)
def test_a_region_without_a_pixel_is_refused(shares) -> None:
    with pytest.raises(ParameterError, match='region of interest'):
        region_of_interest(nadir((4, 6)), **shares)


@pytest.mark.parametrize('shape', [(4, 6), (1, 6), (4, 1), (1, 1)])
def test_pixels_reach_half_their_side(shape) -> None:
    region = region_of_interest(nadir(shape))
    np.testing.assert_allclose(region.halves_m, 0.005, rtol=1e-4)
    assert region.pixel_m == pytest.approx(0.01)


def test_pixels_of_a_turned_camera_reach_to_their_corners() -> None:
    straight = nadir((4, 6))
    turned = GroundMap(
        (straight.x_m + straight.y_m) / np.float32(2**0.5),
        (straight.x_m - straight.y_m) / np.float32(2**0.5),
        straight.area_m2,
    )
    np.testing.assert_allclose(region_of_interest(turned).halves_m, 0.005 * 2**0.5, rtol=1e-4)


def half_sky() -> GroundMap:
    ground = nadir((4, 6))
    for plane, empty in ((ground.x_m, np.nan), (ground.y_m, np.nan), (ground.area_m2, 0)):
        plane[:2] = empty
    return ground


def test_the_sky_is_not_in_view() -> None:
    region = region_of_interest(half_sky())
    assert region.ground_pixels.tolist() == [[0] * 6] * 2 + [[255] * 6] * 2
    assert region.contains(np.array([-0.01, 0.01]), np.zeros(2)).tolist() == [True, False]
    assert region.farthest_m == pytest.approx(np.hypot(0.015, 0.025), rel=1e-5)
    assert all(np.isfinite(half_m).all() for half_m in region.halves_m)


def test_nothing_but_sky() -> None:
    ground = half_sky().crop(slice(0, 2), slice(0, 6))
    region = region_of_interest(ground)
    assert not region.contains(np.zeros(1), np.zeros(1)).any()
    assert (region.farthest_m, region.pixel_m) == (0.0, 1.0)


def map_of(x_m, y_m) -> GroundMap:
    x_m, y_m = np.broadcast_arrays(np.float32(x_m), np.float32(y_m))
    return GroundMap(x_m.copy(), y_m.copy(), np.isfinite(x_m).astype(np.float32) * 1e-4)


def test_near_ground_is_seen_as_sharply_with_the_horizon_in_view() -> None:
    x_m = np.concatenate([[np.nan, np.nan, 1000.0, 100.0], np.linspace(10.0, 0.0, 101)])
    fan = np.linspace(0.5, -0.5, 41)
    region = region_of_interest(map_of(x_m[:, None], (1.0 + np.nan_to_num(x_m))[:, None] * fan))
    points = np.array(
        [
            [0.01, 0.0],
            [-0.11, 0.0],
            [2.0, 1.49],
            [2.0, 1.6],
            [2.0, -1.49],
            [2.0, -1.6],
            [999.0, 490.0],
            [2000.0, 0.0],
        ]
    )
    assert region.contains(*points.T).tolist() == [True, False] * 4


def test_a_round_image_sees_a_disc() -> None:
    x_m = np.linspace(1.2, -1.2, 121)[:, None] * np.ones(121)
    y_m = x_m.T.copy()
    x_m[np.hypot(x_m, y_m) > 1.0] = np.nan
    angles = np.linspace(0.0, 6.0, 50)
    region = region_of_interest(map_of(x_m, y_m))
    assert region.contains(0.97 * np.cos(angles), 0.97 * np.sin(angles)).all()
    assert not region.contains(1.04 * np.cos(angles), 1.04 * np.sin(angles)).any()


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
def test_contains(outline, inside, outside) -> None:
    polygon = GroundPolygon(np.array(outline, np.float64).reshape(-1, 2))
    points_m = np.array([*inside, *outside], np.float64)
    assert polygon.contains(*points_m.T).tolist() == [True] * len(inside) + [False] * len(outside)
