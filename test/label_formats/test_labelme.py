# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Labelme JSON, as labelme writes it."""

import base64
from collections.abc import Callable
import json
from pathlib import Path
from typing import Any

import cv2
from label_fixtures import ids_of, off_edges, rows, write_photo
import numpy as np
import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats import labelme
from seg_ros.label_formats.image_files import ImageFiles


def test_an_export(example: Callable[[str], Path], truth: Callable[[str], np.ndarray]) -> None:
    folder = example('labelme')
    (folder / 'a.jpg').unlink()  # embedded
    export = labelme.read((folder / 'a.json', folder / 'b.json'), ImageFiles((folder,)))
    assert [label.name for label in export.classes.classes] == ['soil', 'weed', 'crop']
    ids = ids_of(export)
    assert (ids['a'] == truth('a')).all()
    assert off_edges(ids['b'], truth('b')) < 0.02 * truth('b').size
    embedded = export.images[0].read()
    assert embedded.suffix == '.jpg' and embedded.image.pixels.std() > 10


def read(folder: Path, shapes: list[dict[str, Any]], **changes: Any) -> list[str]:
    text = {'shapes': shapes, 'imagePath': 'a.png', 'imageHeight': 4, 'imageWidth': 6, **changes}
    path = folder / 'labels.json'
    path.write_text(json.dumps(text))
    return rows(labelme.read((path,), ImageFiles((folder,))).images[0].read().ids)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_photo(tmp_path / 'a.png')
    return tmp_path


def shape(kind: str | None, points: list[Any], label: str = 'road', **more: Any) -> dict[str, Any]:
    return {'label': label, 'shape_type': kind, 'points': points, **more}


def test_every_shape(folder: Path) -> None:
    ring = [[1, 1], [4, 1], [4, 3], [1, 3]]
    outlined = ['000000', '011100', '011100', '000000']
    assert read(folder, [shape('polygon', ring)]) == outlined
    assert read(folder, [shape(None, ring)]) == outlined
    assert read(folder, [shape('oriented_rectangle', ring)]) == outlined
    assert read(folder, [shape('rectangle', [[4, 3], [1, 1]])]) == outlined
    assert read(folder, [shape('circle', [[2, 2], [3.2, 2]])]) == [
        '000000',
        '011000',
        '011000',
        '000000',
    ]
    png = cv2.imencode('.png', np.array([[1, 0, 1], [0, 1, 0]], np.uint8))[1].tobytes()
    mask = shape('mask', [[1, 2], [3, 3]], mask=base64.b64encode(png).decode())
    assert read(folder, [mask]) == ['000000', '000000', '010100', '001000']


def test_the_later_shape_is_on_top(folder: Path) -> None:
    below = shape('rectangle', [[0, 0], [4, 2]], 'road')
    above = shape('rectangle', [[2, 1], [6, 4]], 'car')
    assert read(folder, [below, above]) == ['222200', '221111', '001111', '001111']


@pytest.mark.parametrize('name', ['../photos/p.png', '..\\photos\\p.png'])
def test_an_image_in_another_folder(tmp_path: Path, name: str) -> None:
    write_photo(tmp_path / 'photos' / 'p.png')
    (tmp_path / 'labels').mkdir()
    square = shape('rectangle', [[0, 0], [6, 4]])
    assert read(tmp_path / 'labels', [square], imagePath=name) == ['111111'] * 4


@pytest.mark.parametrize(
    'wrong, says',
    [
        (shape('polygon', [[0, 0], [1, 1]]), r'labels.json: shape 1 \(road\): its outline must'),
        (shape('line', [[0, 0], [1, 1]]), 'got line, which has no area; draw a polygon'),
        (shape('point', [[0, 0]]), 'got point, which has no area'),
        (shape('circle', [[0, 0]]), 'a circle must have 2 points, got 1'),
        (shape('polygon', [[0, 0], [1, 1], [2]]), 'a point must be x and y, got 1 numbers'),
        (shape('polygon', [[0, 0], [1, 1], ['x', 2]]), 'a coordinate must be a number, got "x"'),
        (shape('polygon', [[9, 0], [9, 1], [8, 2]]), 'must overlap its image of 6x4'),
        (shape('mask', [[0, 0], [1, 1]]), 'mask must be a text, got null'),
        (shape('mask', [[0, 0], [1, 1]], mask='!'), 'mask must be base64'),
        (shape('mask', [[0, 0], [1, 1]], mask='AAAA'), 'mask must be a PNG'),
    ],
)
def test_wrong_shapes(folder: Path, wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(folder, [wrong])


@pytest.mark.parametrize(
    'changes, says',
    [
        ({'imagePath': 'b.png'}, "labels.json: the image 'b.png' must be in"),
        ({'imageWidth': 9}, 'labels.json: .*a.png must be 9x4 as its annotations say, got 6x4'),
        ({'imageData': 'AAAA'}, 'labels.json: imageData cannot be read'),
        ({'imagePath': None}, 'labels.json: imagePath must be a text'),
    ],
)
def test_wrong_files(folder: Path, changes: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(folder, [shape('rectangle', [[0, 0], [2, 2]])], **changes)
