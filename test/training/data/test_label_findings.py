# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Labels that can be read but are probably not meant so."""

from dataclasses import replace

import numpy as np
import pytest

from seg_ros.datatypes import Finding
from seg_ros.errors import InputError
from seg_ros.inference.label_sets import LabelSet, named_label_set
from seg_ros.training.data.label_findings import check_palettes, missing_classes, refuse_one_class
from seg_ros.training.data.label_map import LabelMap

FIELD = LabelMap(named_label_set('soil_weed_crop'))
SOIL, WEED, CROP = (label.color for label in FIELD.label_set.classes)


def test_one_class_alone_is_refused() -> None:
    refuse_one_class(np.array([5, 0, 1]), FIELD)
    with pytest.raises(InputError, match='got soil alone and no pixel of weed, crop$'):
        refuse_one_class(np.array([5, 0, 0]), FIELD)
    with pytest.raises(InputError, match='got not_weed alone and no pixel of weed$'):
        refuse_one_class(np.array([5, 0]), FIELD.one_against_all('weed'))


def test_a_mask_whose_255_is_ignored_is_refused_with_the_line_to_write() -> None:
    ignoring = replace(FIELD, ignored=(255,))
    with pytest.raises(InputError, match=r'write `map: {255: 1}` for weed instead of `ignore: '):
        refuse_one_class(np.array([5, 0, 0]), ignoring)


def test_a_label_set_of_one_class_may_be_alone() -> None:
    refuse_one_class(np.array([5]), LabelMap(LabelSet(FIELD.label_set.classes[:1], ())))


def test_missing_classes_are_named() -> None:
    assert missing_classes(np.array([5, 1, 1]), FIELD, 'training') == ()
    assert missing_classes(np.array([5, 0, 0]), FIELD, 'validation') == (
        Finding(
            'warn',
            'classes',
            'no pixel of weed, crop in the images for validation: no IoU of it is measured; '
            '--every and --validation choose other images',
        ),
    )


def test_palettes_that_agree() -> None:
    palettes = [
        ('a', ((0, SOIL), (1, WEED))),
        ('b', ((0, SOIL), (2, CROP))),
        ('no palette', ()),
        ('one color twice', ((0, (9, 9, 9)), (1, (9, 9, 9)))),
        ('and again', ((1, (9, 9, 9)), (2, (9, 9, 9)))),
    ]
    assert check_palettes(palettes, FIELD) == ()


def test_a_palette_for_each_file_is_refused() -> None:
    with pytest.raises(
        InputError, match=r'got \[230, 50, 60\] as id 1 in a and as 2 in b; write `colors: {CLASS'
    ):
        check_palettes([('a', ((1, WEED),)), ('b', ((1, SOIL), (2, WEED)))], FIELD)


def test_a_palette_in_the_colors_of_other_classes_is_named() -> None:
    palettes = [('a', ((0, SOIL), (1, CROP), (2, WEED)))]
    (finding,) = check_palettes(palettes, FIELD)
    assert (finding.level, finding.name) == ('warn', 'palette')
    assert finding.message.startswith(
        'label id 1 is read as weed, but its palette shows it in [60, 180, 75], the color of crop'
    )
    exchanged = replace(FIELD, class_of=((1, 2), (2, 1)))
    assert check_palettes(palettes, exchanged) == ()
    assert check_palettes(palettes, replace(FIELD, ignored=(1, 2))) == ()
