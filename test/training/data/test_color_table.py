# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The field `colors` of dataset.yaml; together with a labelmap.txt in test_dataset."""

from typing import Any

import pytest

from seg_ros.datatypes import ClassLabel
from seg_ros.errors import ManifestError
from seg_ros.training.data.color_table import read_colors

CLASSES = (ClassLabel(0, 'soil', (1, 1, 1)), ClassLabel(4, 'weed', (2, 2, 2)))
OWN = {(1, 1, 1): 0, (2, 2, 2): 4}


@pytest.mark.parametrize(
    'colors, table',
    [
        ('classes', OWN),
        ({'weed': [9, 0, 0]}, OWN | {(9, 0, 0): 4}),
        ({'weed': [1, 1, 1], 255: [0, 0, 0]}, OWN | {(1, 1, 1): 4, (0, 0, 0): 255}),
    ],
    ids=['the word', 'another color', 'an own color is taken'],
)
def test_colors_add_to_those_of_the_classes(colors: Any, table: dict) -> None:
    assert read_colors(colors, CLASSES, None) == table


def test_classes_of_one_color_need_a_table_of_their_own() -> None:
    alike = (ClassLabel(0, 'soil', (1, 1, 1)), ClassLabel(4, 'weed', (1, 1, 1)))
    with pytest.raises(ManifestError, match=r'got \[1, 1, 1\] for weed and another one'):
        read_colors('classes', alike, None)
    assert read_colors({'weed': [1, 1, 1]}, alike, None) == {(1, 1, 1): 4}


def test_there_is_no_color_table_without_colors() -> None:
    assert read_colors(None, CLASSES, None) is None


@pytest.mark.parametrize(
    'colors, says',
    [
        ([1], 'must map classes to .R, G, B., or be classes, got .1.'),
        ({'crop': [1, 2, 3]}, "must have the classes soil, weed or label ids 0..255, got 'crop'"),
        ({256: [1, 2, 3]}, '0..255, got 256'),
        ({True: [1, 2, 3]}, '0..255, got True'),
        ({'weed': [1, 2]}, 'colors.weed must be a list of 3 whole numbers'),
        ({'weed': [1, 2, 300]}, r'colors.weed must be 0..255, got \[1, 2, 300\]'),
        ({'weed': [1, 2, 3], 0: [1, 2, 3]}, r'each color once, got \[1, 2, 3\] twice'),
    ],
)
def test_wrong_colors_are_refused(colors: Any, says: str) -> None:
    with pytest.raises(ManifestError, match=says):
        read_colors(colors, CLASSES, None)
