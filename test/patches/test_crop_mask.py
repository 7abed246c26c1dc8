# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Crops of a class map."""

from patch_fixtures import drawn
import pytest

from seg_ros.patches.crop_mask import crop_mask, without_crops


@pytest.mark.parametrize(
    'crop_ids, unlabelled_is_crop, protected',
    [
        ((2,), True, [0, 0, 255, 255]),
        ((2,), False, [0, 0, 255, 0]),
        ((1, 2), False, [0, 255, 255, 0]),
        ((), False, [0, 0, 0, 0]),
    ],
)
def test_crop_mask(crop_ids, unlabelled_is_crop, protected) -> None:
    assert crop_mask(drawn('.wc?'), crop_ids, unlabelled_is_crop).tolist() == [protected]


def test_what_is_crop_is_not_acted_on() -> None:
    assert without_crops(drawn('ww..'), crop_mask(drawn('.cc.'), (2,), True)).tolist() == [
        [1, 0, 0, 0]
    ]
