# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Label Studio's PNGs, as its own converter writes them."""

from collections.abc import Callable
from pathlib import Path

import cv2
from label_fixtures import ids_of, write_photo
import numpy as np
import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats import label_studio_masks
from seg_ros.label_formats.export import Export
from seg_ros.label_formats.image_files import ImageFiles


def read(folder: Path) -> Export:
    return label_studio_masks.read(tuple(folder.glob('task-*.png')), ImageFiles((folder,)))


def test_an_export(example: Callable[[str], Path], truth: Callable[[str], np.ndarray]) -> None:
    folder = example('label_studio_png')
    assert (ids_of(read(folder))['1c0ffee1-a'] == truth('a')).all()


def mask(folder: Path, name: str, columns: slice, size: tuple[int, int] = (4, 6)) -> None:
    pixels = np.zeros(size, np.uint8)
    pixels[:, columns] = 255
    cv2.imwrite(str(folder / f'task-{name}.png'), pixels)


def test_the_last_annotation_counts(tmp_path: Path) -> None:
    write_photo(tmp_path / 'a.png')
    (tmp_path / 'tasks.csv').write_text('id,image\n3,/data/upload/1/12ab34cd-a.png\n')
    mask(tmp_path, '3-annotation-9-by-1-tag-road-0', slice(0, 6))
    mask(tmp_path, '3-annotation-10-by-a@b.c-tag-road-0', slice(0, 1))
    mask(tmp_path, '3-annotation-10-by-a@b.c-tag-road-1', slice(4, 5))
    mask(tmp_path, '3-annotation-10-by-a@b.c-tag-wild-boar-0', slice(2, 3))
    export = read(tmp_path)
    assert [label.name for label in export.classes.classes[1:]] == ['road', 'wild-boar']
    image = export.images[0].read()
    assert image.ids[0].tolist() == [1, 0, 2, 0, 1, 0] and image.objects == 3


def test_refusals(tmp_path: Path) -> None:
    write_photo(tmp_path / 'a.png')
    mask(tmp_path, '3-annotation-9-by-1-tag-road-0', slice(0, 6), size=(5, 6))
    with pytest.raises(InputError, match='the image of task 3 must be named in a CSV file'):
        read(tmp_path)
    (tmp_path / 'tasks.csv').write_text('id,image\n3,a.png\n')
    with pytest.raises(InputError, match='tag-road-0.png must have the size of its image, 6x4'):
        read(tmp_path).images[0].read()
    mask(tmp_path, '3', slice(0, 6))
    with pytest.raises(InputError, match='task-3.png must be named task-1-annotation'):
        read(tmp_path)
