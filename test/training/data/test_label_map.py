# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Label ids and the channels of a network."""

import numpy as np
import pytest

from seg_ros.datatypes import ClassGroup, ClassLabel
from seg_ros.errors import InputError, ParameterError
from seg_ros.inference.label_sets import LabelSet
from seg_ros.training.data.label_map import IGNORED, LabelMap

CLASSES = (
    ClassLabel(0, 'soil', (1, 1, 1)),
    ClassLabel(5, 'weed', (2, 2, 2)),
    ClassLabel(7, 'crop', (3, 3, 3)),
)
GROUPS = (ClassGroup('weed', (5,)), ClassGroup('green', (5, 7)))
LEGEND = LabelMap(LabelSet(CLASSES, GROUPS), ignored=(9, 255), class_of=((1, 5), (2, 5)))


@pytest.mark.parametrize(
    'label, channel',
    [
        (0, 0),
        (5, 1),
        (7, 2),
        (1, 1),
        (2, 1),
        (9, IGNORED),
        (255, IGNORED),
    ],
)
def test_what_an_id_stands_for(label: int, channel: int) -> None:
    assert LEGEND.channels_of(np.uint8([[label]]), 'x').item() == channel


def test_an_id_that_stands_for_nothing_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r'^a.png: .*0 soil, 5 weed, 7 crop.* got 3 in 2 pixels'):
        LEGEND.channels_of(np.uint8([[0, 3, 3]]), 'a.png')


def test_one_class_against_the_rest() -> None:
    narrow = LEGEND.only('weed')
    assert narrow.channels_of(np.uint8([[0, 1, 5, 7, 9]]), 'x').tolist() == [[0, 1, 1, 0, IGNORED]]
    assert [(label.id, label.name) for label in narrow.learnt.classes] == [
        (0, 'not_weed'),
        (1, 'weed'),
    ]
    assert narrow.learnt.groups == (ClassGroup('weed', (1,)),)


def test_the_one_class_must_be_there() -> None:
    with pytest.raises(ParameterError, match="soil, weed, crop, got 'moss'"):
        LEGEND.only('moss')
