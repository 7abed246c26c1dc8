# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images of an export with the objects on them."""

from pathlib import Path

import cv2
from label_fixtures import write_photo
import numpy as np
import pytest

from seg_ros.datatypes import Image
from seg_ros.errors import InputError
from seg_ros.label_formats.class_table import class_table
from seg_ros.label_formats.export import (
    label_image,
    LabeledImage,
    located,
    split_of,
    without_suffix,
)
from seg_ros.label_formats.region import DrawnObject, Region

CLASSES = class_table(['weed'])
WEED = DrawnObject('weed', (Region(1, 1, np.ones((1, 2), bool)),))


def test_an_image_keeps_its_bytes(tmp_path: Path) -> None:
    data = write_photo(tmp_path / 'a.jpg').read_bytes()
    sizes = []
    labeled = label_image(data, 'a.jpeg', CLASSES, lambda size: sizes.append(size) or [WEED])
    assert labeled.data == data and labeled.suffix == '.jpg' and sizes == [(4, 6)]
    assert labeled.ids[1].tolist() == [0, 1, 1, 0, 0, 0] and labeled.objects == 1
    bitmap = cv2.imencode('.bmp', np.zeros((4, 6, 3), np.uint8))[1].tobytes()
    assert label_image(bitmap, 'photos/a.BMP', CLASSES, lambda _: []).suffix == '.bmp'


@pytest.mark.parametrize(
    'size, says', [((6, 4), 'rotated by 90 degrees'), ((8, 12), 'a.jpg must be 12x8 .* got 6x4;')]
)
def test_another_size(tmp_path: Path, size: tuple[int, int], says: str) -> None:
    data = write_photo(tmp_path / 'a.jpg').read_bytes()
    with pytest.raises(InputError, match=says):
        label_image(data, 'a.jpg', CLASSES, lambda _: [], size)
    with pytest.raises(InputError, match='a.jpg cannot be read'):
        label_image(data[:-20], 'a.jpg', CLASSES, lambda _: [])


def test_sizes_are_checked() -> None:
    image = Image(np.zeros((4, 6, 3), np.uint8), 'bgr')
    with pytest.raises(ValueError, match='ids must be'):
        LabeledImage(b'', '.png', image, np.zeros((6, 4), np.uint8), 0)


@pytest.mark.parametrize(
    'parts, split',
    [
        (('Train',), 'train'),
        (('photos', 'val'), 'valid'),
        (('instances', 'test'), 'test'),
        (('default', 'training_field'), ''),
    ],
)
def test_splits(parts: tuple[str, ...], split: str) -> None:
    assert split_of(parts) == split


def test_names() -> None:
    assert without_suffix('sub\\row.rf.12.jpg') == 'sub/row.rf.12'
    assert without_suffix('/data/a') == '/data/a'


def test_errors_name_where_they_are() -> None:
    with pytest.raises(InputError, match='^a.json: shape 1: it is wrong$'):
        with located('a.json'), located('shape 1'):
            raise InputError('it is wrong')
