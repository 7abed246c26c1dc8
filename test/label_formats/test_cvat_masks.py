# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`Segmentation mask 1.1`, as datumaro writes it."""

from collections.abc import Callable
from pathlib import Path

import cv2
from label_fixtures import ids_of, write_photo
import numpy as np
import pytest

from seg_ros.errors import SegRosError
from seg_ros.label_formats import cvat_masks
from seg_ros.label_formats.export import Export
from seg_ros.label_formats.image_files import ImageFiles

LABELS = '# label:color_rgb:parts:actions\nbackground:0,0,0::\nroad:10,20,30::\ncar:1,2,3::\n'


def test_an_export(example: Callable[[str], Path], truth: Callable[[str], np.ndarray]) -> None:
    folder = example('cvat_masks')
    export = cvat_masks.read((folder / 'labelmap.txt',), ImageFiles((folder,)))
    ids = ids_of(export)
    assert (ids['a'] == truth('a')).all() and (ids['b'] == truth('b')).all()
    assert [label.name for label in export.classes.classes] == ['soil', 'weed', 'crop']


def read(folder: Path, pixels: np.ndarray, labels: str = LABELS) -> Export:
    write_photo(folder / 'JPEGImages' / 'sub' / 'a.png')
    path = folder / 'SegmentationClass' / 'sub' / 'a.png'
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), pixels[..., ::-1])
    (folder / 'labelmap.txt').write_text(labels)
    return cvat_masks.read((folder / 'labelmap.txt',), ImageFiles((folder,)))


@pytest.fixture
def pixels() -> np.ndarray:
    """Return (4, 6, 3) uint8 rgb: road on the left, car on the right, background between."""
    pixels = np.zeros((4, 6, 3), np.uint8)
    pixels[:, :2], pixels[:, 4:] = (10, 20, 30), (1, 2, 3)
    return pixels


def test_colors_splits_and_folders(tmp_path: Path, pixels: np.ndarray) -> None:
    lists = tmp_path / 'ImageSets' / 'Segmentation'
    lists.mkdir(parents=True)
    (lists / 'Validation.txt').write_text('sub/a\n')
    export = read(tmp_path, pixels)
    assert [(label.name, label.color) for label in export.classes.classes[1:]] == [
        ('road', (10, 20, 30)),
        ('car', (1, 2, 3)),
    ]
    (image,) = export.images
    assert (image.name, image.split) == ('sub/a', 'valid')
    assert image.read().ids[0].tolist() == [1, 1, 0, 0, 2, 2]


@pytest.mark.parametrize(
    'labels, says',
    [
        ('road:10,20::\n', 'labelmap.txt'),
        (LABELS + 'tree:1,2,3::\n', 'labelmap.txt'),
        ('# nothing\n', 'labelmap.txt'),
    ],
)
def test_wrong_label_maps(tmp_path: Path, pixels: np.ndarray, labels: str, says: str) -> None:
    with pytest.raises(SegRosError, match=says):
        read(tmp_path, pixels, labels)


def test_wrong_masks(tmp_path: Path, pixels: np.ndarray) -> None:
    with pytest.raises(SegRosError, match='sub/a.png'):
        read(tmp_path, pixels + 1).images[0].read()
    with pytest.raises(SegRosError, match='a.png must be 6x3 as its annotations say, got 6x4'):
        read(tmp_path, pixels[1:]).images[0].read()
    (tmp_path / 'SegmentationClass' / 'sub' / 'a.png').unlink()
    with pytest.raises(SegRosError, match='SegmentationClass must have PNG files'):
        cvat_masks.read((tmp_path / 'labelmap.txt',), ImageFiles((tmp_path,)))
