# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Files of labeling tools are recognized; that each format is read is in test_open_export."""

from pathlib import Path

import pytest

from seg_ros.label_formats.recognition import Annotations, first_annotations

FILES = [
    ('a.json', '{"version": "5", "shapes": [], "imagePath": "a.jpg"}', 'Labelme JSON'),
    ('b.json', '{"images": [], "annotations": [], "categories": []}', 'COCO JSON'),
    ('c.json', '[{"data": {"image": "a.jpg"}, "annotations": []}]', 'Label Studio JSON'),
    ('d.json', '[{"label": [{"original_width": 4}]}]', 'Label Studio JSON'),
    ('f.xml', '<?xml?>\n<annotations>\n<image id="0">', 'CVAT for images 1.1'),
    ('g.xml', '<annotation><object><bndbox>', 'Pascal VOC boxes'),
    ('i.txt', '0 0.1 0.2 0.3 0.4 0.5 0.6\n\n1 1 2e-3 0 0 1 1 0 1\n', 'YOLO segmentation'),
    ('j.txt', '0 0.1 0.2 0.3 0.4\n', 'YOLO boxes'),
    ('_classes.csv', 'Pixel Value, Class\n0, background\n', 'Roboflow masks'),
]

OTHERS = [
    ('a.json', '{"name": "weed"}'),
    ('a.xml', '<package>'),
    ('a.txt', 'images/0.jpg\n'),
    ('b.txt', ''),
    ('classes.txt', 'weed\n'),
    ('data.yaml', 'names: [weed]'),
    ('labelmap.txt', 'weed:0,0,9::'),
    ('a.png', '0 0.1 0.2 0.3 0.4'),
    ('a.yaml', b'\xff\xfe'),
]


@pytest.mark.parametrize('name, content, format_name', FILES)
def test_formats(name: str, content: str, format_name: str, tmp_path: Path) -> None:
    path = tmp_path / 'a' / 'b' / name
    path.parent.mkdir(parents=True)
    path.write_text(content)
    found = first_annotations([tmp_path / 'gone', tmp_path])
    assert found is not None
    assert (found.folder, found.path, found.format_name) == (tmp_path, path, format_name)


@pytest.mark.parametrize('name, content', OTHERS)
def test_other_files(name: str, content: str | bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    assert first_annotations([tmp_path]) is None


def test_what_can_be_read_goes_before_what_cannot(tmp_path: Path) -> None:
    labels = tmp_path / 'labels'
    labels.mkdir()
    (labels / '7.txt').write_text('0 0.1 0.2 0.3 0.4 0.5 0.6')
    found = first_annotations([labels, tmp_path])
    assert found and 'add the data.yaml or classes.txt' in found.reason
    (tmp_path / 'data.yaml').write_text('names: [weed]')
    readable = Annotations(tmp_path, tmp_path / 'data.yaml', 'YOLO segmentation')
    assert first_annotations([labels, tmp_path]) == readable
