# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Annotations of tools are recognized, and refused where label images are expected."""

from pathlib import Path

import pytest

from seg_ros.errors import InputError
from seg_ros.training.data.annotation_files import annotation_tool, refuse_annotations

FILES = [
    ('a.json', '{"version": "5", "shapes": [], "imagePath": "a.jpg"}', 'Labelme'),
    ('b.json', '{"images": [], "annotations": [], "categories": []}', 'COCO'),
    ('c.json', '[{"result": [{"from_name": "x", "to_name": "y"}]}]', 'Label Studio'),
    ('d.json', '[{"label": [{"brushlabels": ["x"], "original_width": 4}]}]', 'Label Studio'),
    ('e.json', '{"name": "weed"}', ''),
    ('f.xml', '<?xml?>\n<annotations>\n<image id="0">', 'CVAT'),
    ('g.xml', '<annotation><object><bndbox>', 'Pascal VOC boxes'),
    ('h.xml', '<package>', ''),
    ('i.txt', '0 0.1 0.2 0.3 0.4 0.5 0.6\n\n1 1 2e-3 0 0 1 1 0 1\n', 'YOLO'),
    ('j.txt', '0 0.1 0.2 0.3 0.4\n', 'YOLO boxes'),
    ('k.txt', 'images/0.jpg\n', ''),
    ('l.txt', '', ''),
    ('_classes.csv', 'Pixel Value, Class\n0, background\n', 'Roboflow'),
]


@pytest.mark.parametrize('name, content, tool', FILES)
def test_tools_are_recognized(name: str, content: str, tool: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content)
    assert annotation_tool(tmp_path / name) == tool


@pytest.mark.parametrize('where', ['', 'labels', 'labels/train'])
def test_annotations_are_refused_with_the_command(where: str, tmp_path: Path) -> None:
    (tmp_path / where).mkdir(parents=True, exist_ok=True)
    (tmp_path / 'data.json').write_text('{}')
    (tmp_path / where / '7.txt').write_text('0 .1 .2 .3 .4 .5 .6'.replace(' .', ' 0.'))
    with pytest.raises(InputError, match='labels as YOLO .*7.txt.*`seg_ros labels .* OUT`'):
        refuse_annotations([tmp_path / 'gone', tmp_path])


def test_boxes_are_refused(tmp_path: Path) -> None:
    (tmp_path / '7.txt').write_text('0 0.1 0.2 0.3 0.4')
    with pytest.raises(InputError, match='YOLO boxes .7.txt.: boxes have no outlines'):
        refuse_annotations([tmp_path])


def test_other_files_are_not_refused(tmp_path: Path) -> None:
    (tmp_path / '7.txt').write_text('notes')
    (tmp_path / '7.png').write_text('')
    refuse_annotations([tmp_path])
