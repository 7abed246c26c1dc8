# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Included label sets, and class groups of a parameter, which are read or refused in one line."""

import pytest

from seg_ros.datatypes import ClassGroup, ClassLabel
from seg_ros.errors import ParameterError
from seg_ros.inference.label_sets import LABEL_SETS, named_label_set, parse_groups
from seg_ros.inference.manifest import Manifest

CLASSES = (ClassLabel(0, 'soil', (0, 0, 0)), ClassLabel(7, 'dry grass', (9, 9, 9)))


@pytest.mark.parametrize(
    'texts, groups',
    [
        ((), ()),
        (('weed: dry grass',), (ClassGroup('weed', (7,)),)),
        ((' a :soil,dry grass ', 'b: soil'), (ClassGroup('a', (0, 7)), ClassGroup('b', (0,)))),
    ],
)
def test_groups_are_read(texts, groups) -> None:
    assert parse_groups(texts, CLASSES) == groups


@pytest.mark.parametrize(
    'texts, message',
    [
        (('weed: grass',), "classes of soil, dry grass, got 'grass' in 'weed: grass'"),
        (('weed',), "classes of soil, dry grass, got '' in 'weed'"),
        (('weed: soil,',), "classes of soil, dry grass, got '' in 'weed: soil,'"),
        (('a weed: soil',), "letters a to z, digits and underscores, got 'a weed'"),
        (('weed: soil', 'weed: dry grass'), 'different names, got weed: soil, weed: dry grass'),
    ],
)
def test_a_wrong_group_is_refused(texts, message) -> None:
    with pytest.raises(ParameterError) as refusal:
        parse_groups(texts, CLASSES)
    assert message in str(refusal.value)
    assert '\n' not in str(refusal.value)


ANCHORS = {
    'ade20k': (150, {0: 'wall', 6: 'road', 12: 'person', 20: 'car', 127: 'bicycle', 149: 'flag'}),
    'camvid': (11, {0: 'sky', 3: 'road', 10: 'bicyclist'}),
    'cityscapes': (19, {0: 'road', 11: 'person', 18: 'bicycle'}),
    'coco_stuff': (171, {0: 'person', 79: 'toothbrush', 80: 'banner', 137: 'road', 170: 'wood'}),
    'mapillary': (65, {0: 'bird', 13: 'road', 19: 'person', 55: 'car', 64: 'ego vehicle'}),
    'rellis_3d': (20, {0: 'void', 3: 'grass', 17: 'person', 27: 'barrier', 34: 'rubble'}),
    'rugd': (25, {0: 'void', 1: 'dirt', 17: 'person', 24: 'picnic-table'}),
    'soil_weed_crop': (3, {0: 'soil', 1: 'weed', 2: 'crop'}),
    'voc': (21, {0: 'background', 15: 'person', 20: 'tvmonitor'}),
}
COLORS = {
    ('ade20k', 'road'): (140, 140, 140),
    ('mapillary', 'road'): (128, 64, 128),
    ('rellis_3d', 'mud'): (99, 66, 34),
    ('rugd', 'grass'): (0, 102, 0),
}
TRAVERSABLE = {'road', 'asphalt', 'grass', 'floor', 'sky', 'sidewalk', 'pavement', 'void', 'soil'}


def test_every_included_label_set_has_its_anchors() -> None:
    assert set(ANCHORS) == set(LABEL_SETS)


@pytest.mark.parametrize('name', ANCHORS)
def test_included_label_sets(name: str) -> None:
    count, anchors = ANCHORS[name]
    label_set = named_label_set(name)
    Manifest(label_set.classes, label_set.groups)  # ids and names are unique, colors valid
    names = {label.id: label.name for label in label_set.classes}
    assert len(names) == count
    assert anchors.items() <= names.items()
    assert list(names) == sorted(names)
    assert name == 'rellis_3d' or list(names) == list(range(count))


@pytest.mark.parametrize('name, label', COLORS)
def test_colors_of_included_label_sets(name: str, label: str) -> None:
    colors = {entry.name: entry.color for entry in named_label_set(name).classes}
    assert colors[label] == COLORS[name, label]


@pytest.mark.parametrize('name', sorted(set(ANCHORS) - {'soil_weed_crop', 'voc'}))
def test_what_is_drivable_is_no_obstacle(name: str) -> None:
    label_set = named_label_set(name)
    groups = {group.name: set(group.class_ids) for group in label_set.groups}
    ids = {label.name: label.id for label in label_set.classes}
    assert {'drivable', 'vegetation', 'person', 'vehicle', 'obstacle'} <= set(groups)
    assert not groups['drivable'] & (groups['obstacle'] | groups.get('water', set()))
    assert groups['person'] | groups['vehicle'] <= groups['obstacle']
    assert not groups['obstacle'] & {ids[each] for each in TRAVERSABLE & set(ids)}
