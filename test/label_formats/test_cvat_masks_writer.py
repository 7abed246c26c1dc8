# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Masks for CVAT: every class has a color of its own, and the label map says which."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from seg_ros.datatypes import ClassLabel
from seg_ros.inference.palette import distinct_color
from seg_ros.label_formats.cvat_masks_writer import (
    mask_path,
    write_cvat_label_map,
    write_cvat_mask,
)

FIELD = (ClassLabel(0, 'soil', (139, 94, 60)), ClassLabel(1, 'weed', (230, 50, 60)))
CLASS_MAP = np.array([[0, 1, 255]], np.uint8)


def label_map(folder: Path, classes: tuple[ClassLabel, ...]) -> list[str]:
    """Return the lines of labelmap.txt without the first one."""
    write_cvat_label_map(folder, ('a', 'b'), classes)
    return (folder / 'labelmap.txt').read_text('utf-8').splitlines()[1:]


def test_masks(tmp_path: Path) -> None:
    write_cvat_mask(tmp_path, 'a', CLASS_MAP, FIELD)
    assert mask_path(tmp_path, 'a') == tmp_path / 'SegmentationClass' / 'a.png'
    bgr = cv2.imread(str(mask_path(tmp_path, 'a')))
    assert bgr[..., ::-1].tolist() == [[[139, 94, 60], [230, 50, 60], [128, 128, 128]]]
    assert label_map(tmp_path, FIELD) == [
        'soil:139,94,60::',
        'weed:230,50,60::',
        '__ignore__:128,128,128::',
    ]
    names = tmp_path / 'ImageSets' / 'Segmentation' / 'default.txt'
    assert names.read_text('utf-8') == 'a\nb\n'


@pytest.mark.parametrize('color', [(0, 0, 0), (139, 94, 60), (128, 128, 128)])
def test_colors_that_are_black_or_taken_are_replaced(tmp_path: Path, color: tuple) -> None:
    classes = (FIELD[0], ClassLabel(1, 'weed', color))
    first, second = (','.join(map(str, distinct_color(number))) for number in (1, 2))
    assert label_map(tmp_path, classes)[:2] == [f'soil:{first}::', f'weed:{second}::']


def test_a_background_is_black(tmp_path: Path) -> None:
    classes = (ClassLabel(0, 'background', (9, 9, 9)), FIELD[1])
    assert label_map(tmp_path, classes)[:2] == ['background:0,0,0::', 'weed:230,50,60::']
    write_cvat_mask(tmp_path, 'a', CLASS_MAP, classes)
    assert cv2.imread(str(mask_path(tmp_path, 'a')))[0, 0].tolist() == [0, 0, 0]
