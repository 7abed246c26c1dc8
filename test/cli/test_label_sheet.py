# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Thumbnails of labels with a legend."""

import numpy as np
import pytest

from seg_ros.cli.label_sheet import COLUMNS, HEIGHT_PX, LabelSheet, MAX_IMAGES, WIDTH_PX
from seg_ros.datatypes import ClassLabel, Image

CLASSES = (ClassLabel(0, 'soil', (10, 20, 30)), ClassLabel(1, 'weed', (200, 0, 0)))


def shares(*values: float) -> np.ndarray:
    return np.array([*values, *[0.0] * (256 - len(values))])


def test_classes_are_seen_and_named() -> None:
    sheet = LabelSheet(CLASSES, 1)
    ids = np.zeros((30, 80), np.uint8)
    ids[:, :40] = 1
    sheet.add('row', Image(np.zeros((30, 80, 3), np.uint8), 'bgr'), ids)
    drawn = sheet.draw(shares(0.5, 0.5))
    assert drawn.dtype == np.uint8 and drawn.shape[1] == WIDTH_PX
    middle = drawn[-HEIGHT_PX // 2]
    assert middle[WIDTH_PX // 4].tolist() == [0, 0, 100]
    assert middle[-WIDTH_PX // 4].tolist() == [15, 10, 5]
    # The image is wide: dark borders above and below, and nothing is distorted.
    assert drawn[-5, WIDTH_PX // 2].tolist() == [32, 32, 32]
    legend = drawn[: -HEIGHT_PX - 28].reshape(-1, 3).tolist()
    assert [0, 0, 200] in legend and [30, 20, 10] in legend


@pytest.mark.parametrize('count, shown', [(1, 1), (5, 5), (MAX_IMAGES, MAX_IMAGES), (100, 34)])
def test_many_images_are_thinned_out(count: int, shown: int) -> None:
    sheet = LabelSheet(CLASSES, count)
    for number in range(count):
        image = Image(np.full((3, 4, 3), 90, np.uint8), 'bgr')
        sheet.add(str(number), image, np.zeros((3, 4), np.uint8))
    rows = -(-shown // COLUMNS)
    height = sheet.draw(shares(1.0)).shape[0]
    assert rows * (HEIGHT_PX + 28) < height < rows * (HEIGHT_PX + 28) + 80
