# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Roboflow's masks: ids with a table of classes."""

from pathlib import Path

import cv2
from label_fixtures import write_photo
import numpy as np
import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats import roboflow_masks
from seg_ros.label_formats.export import Export
from seg_ros.label_formats.image_files import ImageFiles

TABLE = 'Pixel Value, Class\n0, background\n1, crop\n2, weed\n'


def write(folder: Path, value: int, table: str = TABLE, height: int = 4) -> None:
    write_photo(folder / 'row_jpg.rf.12ab.jpg')
    ids = np.zeros((height, 6), np.uint8)
    ids[:, 2:] = value
    cv2.imwrite(str(folder / 'row_jpg.rf.12ab_mask.png'), ids)
    (folder / '_classes.csv').write_text(table)


def read(folder: Path) -> Export:
    return roboflow_masks.read(tuple(sorted(folder.rglob('_classes.csv'))), ImageFiles((folder,)))


def test_ids_are_those_of_the_names(tmp_path: Path) -> None:
    write(tmp_path / 'train', 1)
    write(tmp_path / 'valid', 2)
    export = read(tmp_path)
    assert [label.name for label in export.classes.classes] == ['soil', 'weed', 'crop']
    assert [image.split for image in export.images] == ['train', 'valid']
    assert [image.name for image in export.images] == ['row_jpg.rf.12ab'] * 2
    train, valid = (image.read() for image in export.images)
    assert train.ids[0].tolist() == [0, 0, 2, 2, 2, 2] and train.objects == 1
    assert valid.ids[0].tolist() == [0, 0, 1, 1, 1, 1]


def test_background_alone_is_no_object(tmp_path: Path) -> None:
    write(tmp_path, 0)
    assert read(tmp_path).images[0].read().objects == 0


@pytest.mark.parametrize(
    'table', ['', 'Pixel Value, Class\n', f'{TABLE}x, tree\n', TABLE + '300, a']
)
def test_wrong_tables(tmp_path: Path, table: str) -> None:
    write(tmp_path, 1, table)
    with pytest.raises(InputError, match='_classes.csv must have a head and rows'):
        read(tmp_path)


def test_wrong_masks(tmp_path: Path) -> None:
    write(tmp_path, 7)
    with pytest.raises(InputError, match='_mask.png: its pixels must have the values 0, 1, 2'):
        read(tmp_path).images[0].read()
    write(tmp_path, 1, height=5)
    with pytest.raises(InputError, match='ab.jpg must be 6x5 as its annotations say, got 6x4'):
        read(tmp_path).images[0].read()
    (tmp_path / 'row_jpg.rf.12ab.jpg').unlink()
    with pytest.raises(InputError, match="_mask.png: the image '.*row_jpg.rf.12ab' must be in"):
        read(tmp_path).images[0].read()
