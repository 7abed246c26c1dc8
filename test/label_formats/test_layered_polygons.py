# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Polygons of a class map, drawn one after the other, give the class map again."""

from math import ceil

import cv2
import numpy as np
import pytest

from seg_ros.errors import ParameterError
from seg_ros.label_formats.layered_polygons import (
    LabelPolygon,
    PolygonRule,
    polygons_of,
    without_specks,
)

EXACT = PolygonRule(tolerance_px=0.0, min_area_px=0)
NOT_DRAWN = 99


def drawn(polygons: tuple[LabelPolygon, ...], size: tuple[int, int]) -> np.ndarray:
    """Return the class map of polygons: a pixel is inside where its center is (even-odd rule)."""
    class_map = np.full(size, NOT_DRAWN, np.uint8)
    for polygon in polygons:
        crossings = np.zeros((size[0], size[1] + 1), np.uint8)
        for (x1, y1), (x2, y2) in zip(polygon.points, np.roll(polygon.points, -1, axis=0)):
            (top, bottom), slope = sorted((y1, y2)), (x2 - x1) / ((y2 - y1) or 1.0)
            rows = np.arange(ceil(top - 0.5), ceil(bottom - 0.5))
            columns = np.ceil(x1 + (rows + 0.5 - y1) * slope - 0.5).astype(int)
            crossings[rows, columns] += 1
        class_map[np.cumsum(crossings, axis=1)[:, :-1] % 2 == 1] = polygon.class_id
    return class_map


def filled(polygons: tuple[LabelPolygon, ...], size: tuple[int, int]) -> np.ndarray:
    """Return the class map of polygons that OpenCV draws, which adds all that an edge touches."""
    class_map = np.full(size, NOT_DRAWN, np.uint8)
    for polygon in polygons:
        points = np.minimum(np.floor(polygon.points), np.array(size[::-1]) - 1).astype(np.int32)
        cv2.fillPoly(class_map, [points], polygon.class_id)
    return class_map


def random_map(seed: int, size: tuple[int, int], blur: float) -> np.ndarray:
    """Return regions of five classes, one of them unlabelled, with islands, holes and specks."""
    noise = np.random.default_rng(seed).standard_normal((*size, 5)).astype(np.float32)
    classes = np.array([0, 1, 2, 7, 255], np.uint8)
    return classes[cv2.GaussianBlur(noise, (0, 0), blur).argmax(axis=2)]


def test_a_plant_lies_on_the_soil() -> None:
    class_map = np.zeros((4, 6), np.uint8)
    class_map[1:3, 2:4] = 1
    soil, plant = polygons_of(class_map, EXACT)
    assert (soil.class_id, soil.z_order) == (0, 0)
    assert sorted(soil.points.tolist()) == [[0, 0], [0, 4], [6, 0], [6, 4]]
    assert (plant.class_id, plant.z_order) == (1, 1)
    corners = [[2.25, 1.25], [2.25, 2.75], [3.75, 1.25], [3.75, 2.75]]
    assert sorted(plant.points.tolist()) == corners


def test_a_hole_in_a_plant_is_drawn_on_top_of_it() -> None:
    class_map = np.zeros((9, 9), np.uint8)
    class_map[1:8, 1:8] = 1
    class_map[3:6, 3:6] = 0
    class_map[4, 4] = 2
    polygons = polygons_of(class_map, EXACT)
    assert [(each.class_id, each.z_order) for each in polygons] == [(0, 0), (1, 1), (0, 2), (2, 3)]


def test_neighbors_share_a_level_where_they_do_not_overlap() -> None:
    class_map = np.zeros((8, 20), np.uint8)
    class_map[2:5, 2:5] = class_map[2:5, 12:15] = 1
    assert [each.z_order for each in polygons_of(class_map, EXACT)] == [0, 1, 1]


@pytest.mark.parametrize('seed', range(3))
@pytest.mark.parametrize('draw', [drawn, filled])
def test_without_simplification_every_pixel_is_the_same(seed: int, draw) -> None:
    class_map = random_map(seed, (30, 40), 1.0)
    polygons = polygons_of(class_map, EXACT)
    np.testing.assert_array_equal(draw(polygons, class_map.shape), class_map)
    by_level = tuple(sorted(polygons, key=lambda polygon: polygon.z_order))
    np.testing.assert_array_equal(draw(by_level, class_map.shape), class_map)


@pytest.mark.parametrize('seed', range(3))
@pytest.mark.parametrize('tolerance_px', [0.5, 1.0, 2.0])
def test_simplified_outlines_stay_within_the_tolerance(seed: int, tolerance_px: float) -> None:
    class_map = without_specks(random_map(seed, (72, 96), 4.0), 32)
    polygons = polygons_of(class_map, PolygonRule(tolerance_px, 0))
    result = drawn(polygons, class_map.shape)
    assert not (result == NOT_DRAWN).any()
    levels = tuple(sorted(polygons, key=lambda polygon: polygon.z_order))
    np.testing.assert_array_equal(drawn(levels, class_map.shape), result)
    wrong = result != class_map
    assert wrong.any()
    for class_id in np.unique(class_map[wrong]):
        own = (class_map == class_id).astype(np.uint8)
        to_another_class = cv2.distanceTransform(own, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        assert to_another_class[wrong & (own == 1)].max() <= tolerance_px + 1.0
    exact = polygons_of(class_map, EXACT)
    assert sum(len(each.points) for each in polygons) < sum(len(each.points) for each in exact)


def test_a_line_one_pixel_wide_is_kept() -> None:
    class_map = np.zeros((20, 40), np.uint8)
    class_map[10, 4:36] = 1
    line = polygons_of(class_map, PolygonRule(2.0, 0))[1]
    np.testing.assert_array_equal(drawn((line,), class_map.shape) == 1, class_map == 1)


def test_specks_get_the_nearest_class() -> None:
    class_map = np.zeros((12, 24), np.uint8)
    class_map[:, 12:] = 2
    class_map[5:7, 3:5] = 1
    class_map[5:7, 18:21] = 1
    result = without_specks(class_map, 5)
    assert np.unique(result[:, :12]).tolist() == [0]
    assert (result[:, 12:] == 1).sum() == 6
    np.testing.assert_array_equal(result[:, 12:], class_map[:, 12:])


def test_an_image_of_specks_alone_stays_as_it_is() -> None:
    class_map = np.indices((6, 6)).sum(axis=0).astype(np.uint8) % 2
    np.testing.assert_array_equal(without_specks(class_map, 2), class_map)
    result = drawn(polygons_of(class_map, PolygonRule(0.0, 2)), class_map.shape)
    np.testing.assert_array_equal(result, class_map)


@pytest.mark.parametrize('size', [(1, 1), (1, 7), (5, 1)])
def test_tiny_images(size: tuple[int, int]) -> None:
    class_map = np.full(size, 3, np.uint8)
    np.testing.assert_array_equal(drawn(polygons_of(class_map), size), class_map)


@pytest.mark.parametrize(
    'tolerance_px, min_area_px', [(-1.0, 0), (float('nan'), 0), (float('inf'), 0), (0.0, -1)]
)
def test_a_negative_rule_is_refused(tolerance_px: float, min_area_px: int) -> None:
    with pytest.raises(ParameterError, match='of polygons must be finite and 0 or more'):
        PolygonRule(tolerance_px, min_area_px)
