# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class groups of a parameter are read, or refused in one line."""

import pytest

from seg_ros.datatypes import ClassGroup, ClassLabel
from seg_ros.errors import ParameterError
from seg_ros.inference.label_sets import parse_groups

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
