# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class names get ids, colors and groups."""

import pytest

from seg_ros.errors import InputError
from seg_ros.inference.label_sets import named_label_set
from seg_ros.label_formats.class_table import class_table, ClassRule


@pytest.mark.parametrize(
    'names, background, expected',
    [
        # As in the included label set, in whatever order the tool lists them.
        (['crop', 'weed'], '', ['soil', 'weed', 'crop']),
        (['Crop', 'Soil', 'Weed'], '', ['soil', 'weed', 'crop']),
        (['weed'], '', ['soil', 'weed', 'crop']),
        (['background', 'crop'], '', ['soil', 'weed', 'crop']),
        (['crop'], 'Soil', ['soil', 'weed', 'crop']),
        # Others keep their order.
        (['thistle', 'crop'], '', ['background', 'thistle', 'crop']),
        (['road', '_background_', 'car', 'road'], '', ['background', 'road', 'car']),
        # As the user says.
        (['crop', 'weed'], 'ground', ['ground', 'crop', 'weed']),
        (['lawn', 'path'], 'lawn', ['lawn', 'path']),
    ],
)
def test_ids(names: list[str], background: str, expected: list[str]) -> None:
    table = class_table(names, ClassRule(background))
    assert [label.name for label in table.classes] == expected
    assert [label.id for label in table.classes] == list(range(len(expected)))
    colors = [label.color for label in table.classes]
    assert len(set(colors)) == len(colors)
    assert set(names) <= set(table.ids)


@pytest.mark.parametrize(
    'names', [['crop'], ['crop', 'weed'], ['weed', 'Weed', 'Crop'], ['soil', 'crop']]
)
def test_a_class_of_the_field_has_the_same_id_in_every_export(names: list[str]) -> None:
    ids = {'soil': 0, 'weed': 1, 'crop': 2}
    table = class_table(names)
    assert [table.id_of(name) for name in names] == [ids[name.lower()] for name in names]


def test_every_spelling_of_the_background_is_class_0() -> None:
    table = class_table(['Soil', 'background', 'Weed'])
    assert [table.id_of(name) for name in ('Soil', 'background', 'Weed')] == [0, 0, 1]


def test_ignored_classes() -> None:
    table = class_table(['weed', 'ignore', 'Void'])
    assert [table.id_of(name) for name in ('weed', 'ignore', 'Void')] == [1, 255, 255]
    assert table.has_ignored and not class_table(['weed']).has_ignored


def test_colors() -> None:
    field = class_table(['crop', 'weed'], colors={'crop': (1, 2, 3), 'weed': (4, 5, 6)})
    included = named_label_set('soil_weed_crop').classes
    assert [label.color for label in field.classes] == [label.color for label in included]
    stated = class_table(['road', 'car'], colors={'road': (1, 2, 3), 'car': (4, 5, 6)})
    assert [label.color for label in stated.classes[1:]] == [(1, 2, 3), (4, 5, 6)]
    same = class_table(['road', 'car'], colors={'road': (1, 2, 3), 'car': (1, 2, 3)})
    assert same.classes[1].color != same.classes[2].color


def test_an_included_label_set() -> None:
    street = class_table(['Road', 'car', 'ignore', 'background'], ClassRule(label_set='camvid'))
    assert (street.classes, street.groups) == (
        named_label_set('camvid').classes,
        named_label_set('camvid').groups,
    )
    ids = [street.id_of(name) for name in ('Road', 'car', 'ignore', 'background')]
    assert ids == [3, 8, 255, 255] and street.background_id == 255 and street.has_ignored
    field = class_table(['crop'], ClassRule(label_set='soil_weed_crop'))
    assert field.id_of('crop') == 2 and field.background_id == 0 and not field.has_ignored
    sky = class_table(['road'], ClassRule('sky', 'camvid'))
    assert sky.background_id == 0 and not sky.has_ignored
    with pytest.raises(
        InputError, match="classes of camvid must be of its 11 names, sky, building, .*got 'lawn'"
    ):
        class_table(['lawn'], ClassRule(label_set='camvid'))
    with pytest.raises(InputError, match="got 'soil'"):
        class_table(['road'], ClassRule('soil', 'camvid'))


def test_groups_by_obvious_names() -> None:
    groups = {group.name: group.class_ids for group in class_table(['Road', 'tree', 'car']).groups}
    assert groups == {'drivable': (1,), 'vehicle': (3,)}
    field = {group.name: group.class_ids for group in class_table(['weed', 'crop']).groups}
    assert field == {'weed': (1,), 'crop': (2,), 'vegetation': (1, 2)}


@pytest.mark.parametrize(
    'names, says',
    [
        ([], r'1 to 254 classes beside the background, got none'),
        (['background', 'void'], 'got none'),
        (['soil'], 'got none'),
        ([f'c{number}' for number in range(255)], r'got 255 \(c0, c1, .*\)'),
    ],
)
def test_refusals(names: list[str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        class_table(names)


def test_an_unknown_name() -> None:
    with pytest.raises(InputError, match="must be one of weed, got 'tree'"):
        class_table(['weed']).id_of('tree')
