# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""COCO instances, as pycocotools writes and reads them."""

from collections.abc import Callable
import json
from pathlib import Path
from typing import Any

from label_fixtures import ids_of, off_edges, rows, write_photo
import numpy as np
import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats import coco
from seg_ros.label_formats.image_files import ImageFiles

SQUARE = [[1, 1, 3, 1, 3, 3, 1, 3]]


def test_an_export(example: Callable[[str], Path], truth: Callable[[str], np.ndarray]) -> None:
    folder = example('coco')
    export = coco.read((folder / 'instances_default.json',), ImageFiles((folder,)))
    ids = ids_of(export)
    assert [label.name for label in export.classes.classes] == ['soil', 'weed', 'crop']
    assert (ids['b'] == truth('b')).all()  # run lengths
    polygons = truth('a_coco')
    assert off_edges(ids['a'], polygons) == 0
    assert np.count_nonzero(ids['a'] != polygons) <= 20


def content(annotations: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        'images': [{'id': 1, 'file_name': 'sub/a.png', 'height': 4, 'width': 6}],
        'categories': [{'id': 5, 'name': 'road'}, {'id': 2, 'name': 'car'}],
        'annotations': [{'id': 11, 'image_id': 1, **entry} for entry in annotations],
    }


def read(tmp_path: Path, text: dict[str, Any]) -> list[str]:
    write_photo(tmp_path / 'a.png')
    path = tmp_path / 'labels.json'
    path.write_text(json.dumps(text))
    return rows(coco.read((path,), ImageFiles((tmp_path,))).images[0].read().ids)


def test_the_later_annotation_is_on_top_and_a_crowd_below(tmp_path: Path) -> None:
    whole = {'size': [4, 6], 'counts': [0, 24]}
    annotations = [
        {'category_id': 5, 'segmentation': [[0, 0, 3, 0, 3, 2, 0, 2], [5, 3, 6, 3, 6, 4, 5, 4]]},
        {'category_id': 2, 'segmentation': SQUARE, 'iscrowd': 0},
        {'category_id': 5, 'segmentation': whole, 'iscrowd': 1},
    ]
    assert read(tmp_path, content(annotations[:2])) == ['222000', '211000', '011000', '000002']
    assert read(tmp_path, content(annotations[1:])) == ['222222', '211222', '211222', '222222']


def test_two_files_are_the_splits_of_one_dataset(tmp_path: Path) -> None:
    paths = []
    for split, names in (('train', ('road', 'car')), ('valid', ('car', 'road'))):
        path = tmp_path / split / '_annotations.coco.json'
        write_photo(path.parent / 'a.png')
        categories = [
            {'id': 0, 'name': 'street', 'supercategory': 'none'},
            *(
                {'id': number, 'name': name, 'supercategory': 'street'}
                for number, name in enumerate(names, 1)
            ),
        ]
        image = {'id': 1, 'file_name': 'a.png', 'height': 4, 'width': 6}
        annotation = {'category_id': names.index('car') + 1, 'segmentation': SQUARE}
        text = {**content([annotation]), 'categories': categories, 'images': [image]}
        path.write_text(json.dumps(text))
        paths.append(path)
    with pytest.raises(InputError, match='must be one file'):
        coco.read(tuple(paths), ImageFiles((tmp_path,))).images[0].read()
    export = coco.read(tuple(paths), ImageFiles((tmp_path / 'valid',)))
    # Roboflow's category of the project, which no object has, is no class.
    assert [label.name for label in export.classes.classes] == ['background', 'road', 'car']
    assert [image.split for image in export.images] == ['train', 'valid']
    assert all(image.read().ids.max() == 2 for image in export.images)


@pytest.mark.parametrize(
    'annotation, says',
    [
        ({'category_id': 3}, 'labels.json: sub/a.png: annotation 11: category_id must be one of'),
        ({'category_id': 2, 'segmentation': []}, 'annotation 11: segmentation must be polygons'),
        ({'category_id': 2}, 'a box alone does not say which pixels'),
        ({'category_id': 2, 'segmentation': [[1, 1, 2, 2]]}, 'three or more points, got 2'),
        ({'category_id': 2, 'segmentation': [[1, 1, 2]]}, 'an even number of numbers, got 3'),
        (
            {'category_id': 2, 'segmentation': [[1, 1, 2, 'x', 3, 3]]},
            'must be three or more points',
        ),
        ({'category_id': 2, 'segmentation': [[9, 1, 12, 2, 9, 3]]}, 'must overlap its image'),
        (
            {'category_id': 2, 'segmentation': {'size': [6, 4], 'counts': [24]}},
            r'segmentation.size must be that of its image, \[4, 6\], got \[6, 4\]',
        ),
        ({'category_id': 2, 'segmentation': {'size': [4, 6], 'counts': [9]}}, 'must add up to'),
    ],
)
def test_wrong_annotations(tmp_path: Path, annotation: dict[str, Any], says: str) -> None:
    with pytest.raises(InputError, match=says) as raised:
        read(tmp_path, content([annotation]))
    assert '\n' not in str(raised.value)


@pytest.mark.parametrize(
    'changes, says',
    [
        (
            {'images': [{'id': 1, 'file_name': 'a.png', 'height': 6, 'width': 4}]},
            'a.png must be 4x6 as its annotations say, got 6x4 .one of them is rotated',
        ),
        (
            {'images': [{'id': 1, 'file_name': 'b.png', 'height': 4, 'width': 6}]},
            "labels.json: the image 'b.png' must be in",
        ),
        ({'images': []}, 'labels.json: image_id must be one of `images`, got 1'),
        ({'categories': [{'name': 'a'}]}, 'labels.json: id must be a whole number, got null'),
        ({'annotations': 3}, 'labels.json: annotations must be a list, got 3'),
    ],
)
def test_wrong_files(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    annotation = {'category_id': 2, 'segmentation': SQUARE}
    with pytest.raises(InputError, match=says):
        read(tmp_path, {**content([annotation]), **changes})
