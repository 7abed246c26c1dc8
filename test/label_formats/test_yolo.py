# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""YOLO segmentation, as ultralytics writes it."""

from collections.abc import Callable
from pathlib import Path

import cv2
from label_fixtures import ids_of, rows, write_photo
import numpy as np
import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats import yolo
from seg_ros.label_formats.export import Export
from seg_ros.label_formats.image_files import ImageFiles

SQUARE = '0.0 0.26 0.49 0.26 0.49 0.76 0.0 0.76'


def test_an_export(example: Callable[[str], Path], truth: Callable[[str], np.ndarray]) -> None:
    """Ultralytics traces pixels, and fills outlines with them."""
    folder = example('yolo')
    ids = ids_of(yolo.read((folder / 'data.yaml',), ImageFiles((folder,))))
    for name in 'ab':
        height, width = truth(name).shape
        filled = np.zeros((height, width), np.uint8)
        for line in (folder / 'labels' / f'{name}.txt').read_text().splitlines():
            number, *shares = map(float, line.split())
            ring = np.reshape(shares, (-1, 2)) * (width, height)
            cv2.fillPoly(filled, [ring.round().astype(np.int32)], int(number) + 1)
        assert (filled == truth(name)).mean() > 0.95
        assert (ids[name] == filled).all()


def export(folder: Path, lines: str, names: str = 'names: [road, car]') -> Export:
    write_photo(folder / 'images' / 'a.png')
    (folder / 'labels').mkdir(exist_ok=True)
    (folder / 'labels' / 'a.txt').write_text(lines)
    (folder / 'data.yaml').write_text(names)
    return yolo.read((folder / 'data.yaml',), ImageFiles((folder,)))


def test_the_later_line_is_on_top(tmp_path: Path) -> None:
    lines = f'0 {SQUARE}\n\n1 0.0 0.0 0.25 0.0 0.25 1.0 0.0 1.0\n'
    image = export(tmp_path, lines).images[0].read()
    assert rows(image.ids) == ['200000', '211000', '211000', '200000']
    assert image.objects == 2


def test_outlines_of_pixels_are_filled_with_them(tmp_path: Path) -> None:
    """From the second to the fourth pixel of the first row, and one more in the second."""
    traced = '0 0.166667 0 0.5 0 0.333333 0.25'
    assert rows(export(tmp_path, traced).images[0].read().ids) == [
        '011100',
        '001000',
        '000000',
        '000000',
    ]
    drawn = f'{traced}\n1 0.166667 0.5 0.5 0.5 0.5 1.0 0.166667 1.0'
    assert rows(export(tmp_path, drawn).images[0].read().ids) == [
        '010000',
        '000000',
        '022000',
        '022000',
    ]


@pytest.mark.parametrize('names', ['names: [road, car]', 'names:\n  0: road\n  1: car'])
def test_names_are_a_list_or_numbered(tmp_path: Path, names: str) -> None:
    classes = export(tmp_path, f'1 {SQUARE}', names).classes
    assert [label.name for label in classes.classes] == ['background', 'road', 'car']


def test_classes_txt(tmp_path: Path) -> None:
    export(tmp_path, f'1 {SQUARE}')
    (tmp_path / 'classes.txt').write_text('road\ncar\n')
    image = yolo.read((tmp_path / 'classes.txt',), ImageFiles((tmp_path,))).images[0].read()
    assert image.ids.max() == 2


@pytest.mark.parametrize('layout', ['{}/labels', 'labels/{}'])
def test_folders_of_splits(tmp_path: Path, layout: str) -> None:
    for split in ('train', 'valid', 'test'):
        labels = tmp_path / layout.format(split)
        labels.mkdir(parents=True)
        (labels / 'a.txt').write_text(f'0 {SQUARE}')
        write_photo(tmp_path / layout.format(split).replace('labels', 'images') / 'a.png')
    (tmp_path / 'data.yaml').write_text('names: [road]')
    images = yolo.read((tmp_path / 'data.yaml',), ImageFiles((tmp_path,))).images
    assert sorted(image.split for image in images) == ['test', 'train', 'valid']
    assert all(image.read().objects == 1 for image in images)


def test_an_empty_file_is_an_image_without_objects(tmp_path: Path) -> None:
    image = export(tmp_path, '\n').images[0].read()
    assert image.objects == 0 and not image.ids.any()


@pytest.mark.parametrize(
    'line, says',
    [
        ('2 0 0 1 0 1 1', 'a.txt: line 1: its class must be one of 0, 1, got 2'),
        ('0.5 0 0 1 0 1 1', 'must be one of 0, 1, got 0.5'),
        ('0 0.5 0.5 0.2 0.2', 'line 1: it must be an outline, got a box'),
        ('0 0.5 0.5 0.2', 'an even number of numbers, got 3'),
        ('0 0 0 1 0', 'got a box'),
        ('0 0 0 1 0 x', "it must be numbers, got '0 0 0 1 0 x'"),
        ('0 2 2 3 2 3 3', 'must overlap its image of 6x4'),
    ],
)
def test_wrong_lines(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        export(tmp_path, line).images[0].read()


def test_wrong_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match='names must be a list, or numbers with names, got 3'):
        export(tmp_path, '', 'names: 3')
    with pytest.raises(InputError, match='data.yaml is not readable YAML'):
        export(tmp_path, '', 'names: [')
    (tmp_path / 'labels' / 'a.txt').unlink()
    (tmp_path / 'data.yaml').write_text('names: [road]')
    with pytest.raises(InputError, match='must have text files in a folder labels, got none'):
        yolo.read((tmp_path / 'data.yaml',), ImageFiles((tmp_path,)))
