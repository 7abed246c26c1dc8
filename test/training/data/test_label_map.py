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
LABEL_MAP = LabelMap(LabelSet(CLASSES, GROUPS), ignored=(9, 255), class_of=((1, 5), (2, 5)))


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
def test_channel_of_a_label_id(label: int, channel: int) -> None:
    assert LABEL_MAP.channels_of(np.uint8([[label]]), 'x').item() == channel


def test_the_classes_in_no_group() -> None:
    assert LABEL_MAP.ungrouped_channels == (0,)
    assert LABEL_MAP.one_against_all('crop').ungrouped_channels == (0,)
    without_groups = LabelMap(LabelSet(CLASSES, ()))
    assert without_groups.ungrouped_channels == (0, 1, 2)
    all_grouped = LabelMap(LabelSet(CLASSES, (ClassGroup('ground', (0, 5, 7)),)))
    assert all_grouped.ungrouped_channels == (0, 1, 2)


def test_an_id_without_a_class_is_refused_with_the_file() -> None:
    with pytest.raises(InputError, match=r'^a.png: .*0 soil, 5 weed, 7 crop.* got 3 in 2 pixels'):
        LABEL_MAP.channels_of(np.uint8([[0, 3, 3]]), 'a.png')


def test_one_class_against_all_others() -> None:
    narrow = LABEL_MAP.one_against_all('weed')
    assert narrow.channels_of(np.uint8([[0, 1, 5, 7, 9]]), 'x').tolist() == [[0, 1, 1, 0, IGNORED]]
    assert [(label.id, label.name) for label in narrow.network_label_set.classes] == [
        (0, 'not_weed'),
        (1, 'weed'),
    ]
    assert narrow.network_label_set.groups == (ClassGroup('weed', (1,)),)


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(ParameterError, match="soil, weed, crop, got 'moss'"):
        LABEL_MAP.one_against_all('moss')
