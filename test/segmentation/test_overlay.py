# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Colors of classes, their blend with the camera image, and the legend."""

import numpy as np
import pytest

from seg_ros.datatypes import ClassLabel, Image
from seg_ros.segmentation.overlay import (
    color_map,
    color_table,
    draw_legend,
    draw_overlay,
    LEGEND_IMAGE_WEIGHT,
    visible_labels,
)

SOIL = ClassLabel(0, 'soil', (100, 60, 20))
WEED = ClassLabel(7, 'weed', (250, 0, 50))
CROP = ClassLabel(2, 'crop', (0, 200, 0))
TABLE = color_table((SOIL, WEED, CROP))
CLASS_MAP = np.array([[0, 7, 255], [2, 2, 9]], np.uint8)
COLORS = [[[20, 60, 100], [50, 0, 250], [0, 0, 0]], [[0, 200, 0], [0, 200, 0], [0, 0, 0]]]


def test_color_table_is_bgr_and_black_elsewhere() -> None:
    assert TABLE[7].tolist() == [50, 0, 250, 0]
    assert np.flatnonzero(TABLE.any(axis=1)).tolist() == [0, 2, 7]


def test_color_map() -> None:
    out = np.empty((2, 3, 3), np.uint8)
    assert color_map(CLASS_MAP, TABLE).tolist() == COLORS
    assert color_map(CLASS_MAP, TABLE, out) is out
    assert out.tolist() == COLORS


@pytest.mark.parametrize(
    'view',
    [
        lambda class_map: class_map[:, 1:],
        lambda class_map: class_map[:, ::2],
        lambda class_map: class_map[:, :1],
        lambda class_map: class_map[:1],
    ],
)
def test_color_map_reads_a_view(view) -> None:
    assert color_map(view(CLASS_MAP), TABLE).tolist() == view(np.array(COLORS)).tolist()


@pytest.mark.parametrize(
    'order, values',
    [
        ('bgr', (10, 20, 30)),
        ('rgb', (30, 20, 10)),
        ('bgra', (10, 20, 30, 99)),
        ('rgba', (30, 20, 10, 99)),
        ('gray', 40),
    ],
)
@pytest.mark.parametrize('alpha', [0.0, 0.5, 1.0])
def test_overlay_blends_all_but_the_unlabelled(order, values, alpha) -> None:
    bgr = (40, 40, 40) if order == 'gray' else (10, 20, 30)
    shape = (2, 3) if order == 'gray' else (2, 3, len(values))
    image = Image(np.full(shape, values, np.uint8), order)
    out = np.empty((2, 3, 3), np.uint8)
    assert draw_overlay(image, CLASS_MAP, TABLE, alpha, out) is out
    expected = np.array(bgr) * (1 - alpha) + np.array(COLORS) * alpha
    expected[0, 2] = bgr
    np.testing.assert_allclose(out, expected, atol=0.51)
    assert image.pixels.reshape(2, 3, -1)[0, 0].tolist() == list(np.atleast_1d(values))


def test_overlay_is_the_same_with_all_labelled() -> None:
    image, labeled = Image(np.full((2, 3, 3), 99, np.uint8), 'bgr'), CLASS_MAP % 255
    drawn = draw_overlay(image, labeled, TABLE, 0.5, all_labeled=True)
    assert drawn.tolist() == draw_overlay(image, labeled, TABLE, 0.5).tolist()


def test_overlay_resizes_the_class_map_to_the_image() -> None:
    image = Image(np.zeros((4, 6, 3), np.uint8), 'bgr')
    expected = np.array(COLORS).repeat(2, axis=0).repeat(2, axis=1)
    assert draw_overlay(image, CLASS_MAP, TABLE, 1.0).tolist() == expected.tolist()


def test_overlay_reads_a_view_with_padded_rows() -> None:
    wide = np.arange(2 * 5 * 3, dtype=np.uint8).reshape(2, 5, 3)
    drawn = draw_overlay(Image(wide[:, 1:4], 'bgr'), CLASS_MAP, TABLE, 0.0)
    assert drawn.tolist() == wide[:, 1:4].tolist()


@pytest.mark.parametrize(
    'rows, visible',
    [
        ([[0] * 60, [2] * 30 + [7] * 30], (SOIL, WEED, CROP)),
        ([[0] * 10 + [7] * 50, [7] * 60], (WEED, SOIL)),
        ([[255] * 60, [9] * 60], ()),
    ],
)
def test_visible_labels_are_sorted_by_share_and_ties_in_the_order_given(rows, visible) -> None:
    assert visible_labels(np.array(rows, np.uint8), (SOIL, WEED, CROP)) == visible


def test_a_class_of_a_few_pixels_is_not_visible() -> None:
    class_map = np.zeros((100, 100), np.uint8)
    class_map[:20, 0] = WEED.id
    assert visible_labels(class_map, (WEED, SOIL)) == (SOIL,)
    class_map[:21, 0] = WEED.id
    assert visible_labels(class_map, (WEED, SOIL)) == (SOIL, WEED)


@pytest.mark.parametrize('background', [0, 128, 255])
@pytest.mark.parametrize('height, width', [(240, 320), (480, 640), (1080, 1920)])
def test_legend_is_readable_on_any_background(background, height, width) -> None:
    image = np.full((height, width, 3), background, np.uint8)
    draw_legend(image, (WEED, CROP))
    corner = image[: height // 4, : width // 3]
    for label in (WEED, CROP):
        assert (corner == label.color[::-1]).all(axis=2).sum() >= 25
    assert (corner >= 250).all(axis=2).any()
    assert (image[height // 4 :] == background).all()
    assert (image[:, width // 3 :] == background).all()
    between_border_and_swatch = height // 40 + 2
    behind = image[between_border_and_swatch, between_border_and_swatch]
    assert behind == pytest.approx(background * LEGEND_IMAGE_WEIGHT, abs=1)


def test_legend_has_the_first_labels_where_not_all_fit() -> None:
    labels = [ClassLabel(id_, f'class {id_}', (id_, 255, id_)) for id_ in range(40)]
    image = np.zeros((240, 320, 3), np.uint8)
    draw_legend(image, labels)
    assert (image == (0, 255, 0)).all(axis=2).any()
    assert not (image == (39, 255, 39)).all(axis=2).any()
    assert not image[200:].any()


@pytest.mark.parametrize(
    'shape',
    [
        (1, 1, 3),
        (25, 3, 3),
        (400, 3, 3),
        (15, 30, 3),
        (30, 15, 3),
        (64, 40, 3),
    ],
)
def test_legend_may_be_larger_than_the_image(shape) -> None:
    image = np.full(shape, 9, np.uint8)
    draw_legend(image, (SOIL, WEED, CROP))
    assert image.shape == shape


def test_without_labels_there_is_no_legend() -> None:
    image = np.full((240, 320, 3), 9, np.uint8)
    draw_legend(image, ())
    assert (image == 9).all()
