# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Label Studio JSON, as its own converter encodes it."""

from collections.abc import Callable
import json
from pathlib import Path
from typing import Any

from label_fixtures import ids_of, off_edges, rows, write_photo
import numpy as np
import pytest

from seg_ros.errors import InputError
from seg_ros.label_formats import label_studio
from seg_ros.label_formats.export import Export
from seg_ros.label_formats.image_files import ImageFiles


def test_an_export(example: Callable[[str], Path], truth: Callable[[str], np.ndarray]) -> None:
    folder = example('label_studio')
    export = label_studio.read((folder / 'project.json',), ImageFiles((folder,)))
    assert [image.name for image in export.images] == ['data/upload/1/a', 'data/upload/1/b']
    ids = ids_of(export)
    assert (ids['a'] == truth('a')).all()  # brush
    assert off_edges(ids['b'], truth('b')) < 0.02 * truth('b').size


def region(label: str | None, x: float = 0, **more: Any) -> dict[str, Any]:
    value: dict[str, Any] = {'x': x, 'y': 0, 'width': 50, 'height': 50}
    if label is not None:
        value['rectanglelabels'] = [label]
    return {'value': value, 'original_width': 6, 'original_height': 4, **more}


def task(*annotations: dict[str, Any], image: str = 'a.png', number: int = 7) -> dict[str, Any]:
    return {'id': number, 'data': {'image': image}, 'annotations': list(annotations)}


def read(folder: Path, *tasks: dict[str, Any]) -> Export:
    write_photo(folder / 'a.png')
    path = folder / 'project.json'
    path.write_text(json.dumps(tasks))
    return label_studio.read((path,), ImageFiles((folder,)))


def drawn(folder: Path, *tasks: dict[str, Any]) -> list[str]:
    return rows(read(folder, *tasks).images[0].read().ids)


def test_the_later_region_is_on_top(tmp_path: Path) -> None:
    result = [region('road'), region('car', 25)]
    # In the order of names, 1 is the car; it begins at x = 1.5.
    assert drawn(tmp_path, task({'result': result})) == ['211100', '211100', '000000', '000000']


def test_one_annotation_counts(tmp_path: Path) -> None:
    old = {'result': [region('road')], 'updated_at': '2026-01-01T00:00:00Z'}
    new = {'result': [region('car')], 'updated_at': '2026-02-01T00:00:00Z'}
    names = [label.name for label in read(tmp_path, task(new, old)).classes.classes]
    assert names == ['background', 'car']
    canceled = read(tmp_path, task(old, {**new, 'was_cancelled': True}))
    assert [label.name for label in canceled.classes.classes] == ['background', 'road']
    chosen = read(tmp_path, task({**old, 'ground_truth': True}, new))
    assert [label.name for label in chosen.classes.classes] == ['background', 'road']


def test_tasks_that_nobody_finished_are_no_images(tmp_path: Path) -> None:
    export = read(tmp_path, task({'result': [region('road')]}), task(number=8, image='b.png'))
    assert len(export.images) == 1


def test_json_min(tmp_path: Path) -> None:
    value = region('road')
    flat = {**value.pop('value'), **value}
    tasks = [{'id': 1, 'image': '/data/upload/1/12ab34cd-a.png', 'tag': [flat], 'annotator': 1}]
    assert drawn(tmp_path, *tasks) == ['111000', '111000', '000000', '000000']


def test_a_region_with_labels_of_its_own_control(tmp_path: Path) -> None:
    """<Rectangle> with <Labels> gives two results of one id, and choices have no region."""
    plain, labeled = region(None, id='r1'), region(None, id='r1')
    labeled['value']['labels'] = ['road']
    choice = {'id': 'c1', 'value': {'choices': ['sunny']}}
    export = read(tmp_path, task({'result': [plain, labeled, choice]}))
    image = export.images[0].read()
    assert rows(image.ids) == ['111000', '111000', '000000', '000000'] and image.objects == 1


@pytest.mark.parametrize(
    'text, name',
    [
        ('/data/upload/1/12ab34cd-my row.png', 'data/upload/1/12ab34cd-my row.png'),
        ('/data/local-files/?d=field%201/a.png', 'field 1/a.png'),
        ('https://example.org/b/a.jpg?signature=x', 'b/a.jpg'),
        ('s3://bucket/key/a.jpeg', 'key/a.jpeg'),
    ],
)
def test_names_of_images(text: str, name: str) -> None:
    assert label_studio.image_name({'id': 1, 'data': {'note': 'x', 'photo': text}}) == name


@pytest.mark.parametrize(
    'tasks, says',
    [
        (
            [task({'result': [region(None)]})],
            'project.json: task 7: region  must have one label, got none',
        ),
        ([{'id': 3, 'data': {'text': 'x'}, 'annotations': []}], 'task 3: it must name an image'),
        ([3], 'project.json: a task must be keys and values, got 3'),
        (
            [task({'result': [region('road'), region('road', original_width=9)]})],
            r'task 7: its regions must be of one image size, got \[\(4, 6\), \(4, 9\)\]',
        ),
        (
            [task({'result': [region('road', original_width=9)]})],
            'task 7: .*a.png must be 9x4 as its annotations say, got 6x4',
        ),
        ([task({'result': [region('road')]}, image='c.png')], "task 7: the image 'c.png' must be"),
        (
            [task({'result': [region('road', 200, id='r1')]})],
            r'task 7: region 1 r1 \(road\): it must overlap its image',
        ),
    ],
)
def test_refusals(tmp_path: Path, tasks: list[Any], says: str) -> None:
    with pytest.raises(InputError, match=says):
        drawn(tmp_path, *tasks)
