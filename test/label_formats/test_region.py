# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Objects drawn into one map of class ids."""

from label_fixtures import rows
import numpy as np
import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats.class_table import class_table, ClassRule
from seg_ros.label_formats.region import draw, DrawnObject, objects_of_mask, Region

CLASSES = class_table(['weed', 'crop', 'ignore'])


def square(name: str, left: int, top: int, size: int = 2) -> DrawnObject:
    return DrawnObject(name, (Region(left, top, np.ones((size, size), bool)),))


def test_the_later_object_is_on_top() -> None:
    ids, count = draw([square('crop', 0, 0), square('weed', 1, 1)], CLASSES, (3, 4))
    assert rows(ids) == ['2200', '2110', '0110'] and ids.dtype == np.uint8 and count == 2
    ids, _ = draw([square('weed', 1, 1), square('crop', 0, 0)], CLASSES, (3, 4))
    assert rows(ids) == ['2200', '2210', '0110']


def test_regions_are_cut_off_at_the_border() -> None:
    objects = [square('weed', -1, -1), square('crop', 3, 2), square('weed', 9, 9)]
    assert rows(draw(objects, CLASSES, (3, 4))[0]) == ['1000', '0000', '0002']
    large = square('crop', -5, -5, 20)
    assert rows(draw([large], CLASSES, (3, 4))[0]) == ['2222'] * 3


def test_ignored_objects_are_255() -> None:
    ids, _ = draw([square('weed', 0, 0, 3), square('ignore', 1, 1, 1)], CLASSES, (3, 3))
    assert ids.tolist() == [[1, 1, 1], [1, 255, 1], [1, 1, 1]]


def test_without_a_background_the_rest_is_ignored() -> None:
    street = class_table(['sky', 'road'], ClassRule(label_set='camvid'))
    assert draw([square('road', 0, 0)], street, (2, 3))[0].tolist() == [[3, 3, 255]] * 2
    values = np.array([[0, 3]], np.uint8)
    objects = objects_of_mask(values, {0: 'sky', 3: 'road'}, street)
    assert draw(objects, street, values.shape)[0].tolist() == [[0, 3]]


def test_one_object_of_several_regions() -> None:
    regions = (*square('crop', 0, 0, 1).regions, *square('crop', 2, 0, 1).regions)
    ids, count = draw([DrawnObject('crop', regions)], CLASSES, (1, 3))
    assert rows(ids) == ['202'] and count == 1


def test_masks_are_one_object_for_each_class() -> None:
    values = np.array([[0, 7, 7], [5, 0, 7]], np.uint8)
    names = {0: 'background', 5: 'weed', 7: 'crop'}
    table = class_table([*names.values()])
    objects = list(objects_of_mask(values, names, table))
    assert [item.class_name for item in objects] == ['weed', 'crop']
    assert rows(draw(objects, table, values.shape)[0]) == ['022', '102']
    with pytest.raises(InputError, match='must have the values 0, 7, got 5'):
        list(objects_of_mask(values, {0: 'background', 7: 'crop'}, table))


def test_shapes_are_checked() -> None:
    with pytest.raises(ValueError, match='pixels must be'):
        Region(0, 0, np.ones((2, 2), np.uint8))
