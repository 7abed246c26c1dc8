# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images are found by the names that an export gives them."""

from pathlib import Path

import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats.image_files import ImageFiles, without_upload_digits

NAMES = ('a.jpg', 'train/b.png', 'valid/b.png', 'x/c.rf.12ab.jpg', 'x/d.jpg', 'x/d.png')
MASKS = ('SegmentationClass/a.png', 'SegmentationObject/sub/a.png')


@pytest.fixture
def images(tmp_path: Path) -> ImageFiles:
    for name in (*NAMES, *MASKS, 'x/a.txt'):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    return ImageFiles((tmp_path,))


@pytest.mark.parametrize(
    'name, path',
    [
        ('a.jpg', 'a.jpg'),
        ('/data/local/a.jpg', 'a.jpg'),
        ('..\\photos\\a.jpg', 'a.jpg'),
        ('a', 'a.jpg'),
        ('a.tif', 'a.jpg'),
        ('train/b.png', 'train/b.png'),
        ('images/valid/b', 'valid/b.png'),
        ('c.rf.12ab', 'x/c.rf.12ab.jpg'),
        ('d.png', 'x/d.png'),
        ('/data/upload/1/12ab34cd-a.jpg', 'a.jpg'),
    ],
)
def test_names(images: ImageFiles, tmp_path: Path, name: str, path: str) -> None:
    assert images.find(name) == tmp_path / path


@pytest.mark.parametrize(
    'name, says',
    [
        ('e.jpg', "'e.jpg' must be in .*, which has none of that name; add --images FOLDER"),
        ('', 'none of that name'),
        ('b.png', 'must be one file, got .*train/b.png and .*valid/b.png'),
        ('d', 'must be one file'),
    ],
)
def test_refusals(images: ImageFiles, name: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        images.find(name)


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='images must be in a folder, got .*none'):
        ImageFiles((tmp_path / 'none',))


def test_upload_digits() -> None:
    assert without_upload_digits('upload/1/12ab34cd-row-7.jpg') == 'upload/1/row-7.jpg'
    assert without_upload_digits('row-7.jpg') == 'row-7.jpg'
