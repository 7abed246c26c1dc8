# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Files for CVAT: labels to create a task with, and polygons with their order."""

import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np

from seg_ros.datatypes import ClassLabel
from seg_ros.label_formats.cvat_writer import write_cvat, write_cvat_labels
from seg_ros.label_formats.image_polygons import ImagePolygons
from seg_ros.label_formats.layered_polygons import LabelPolygon

CLASSES = (ClassLabel(0, 'soil & sand', (139, 94, 60)), ClassLabel(3, 'Rübe', (0, 200, 0)))


def test_annotations(tmp_path: Path) -> None:
    square = np.array([(0.0, 0.0), (0.0, 8.0), (12.0, 8.0)])
    first = ImagePolygons(Path('photos/a.jpg'), 12, 8, (LabelPolygon(0, square, 0),))
    second = ImagePolygons(
        Path('photos/b.png'),
        12,
        8,
        (LabelPolygon(3, square / 8, 1), LabelPolygon(255, square, 2)),
    )
    write_cvat(tmp_path / 'cvat' / 'annotations.xml', (first, second), CLASSES)
    root = ElementTree.parse(tmp_path / 'cvat' / 'annotations.xml').getroot()
    labels = [label.findtext('name') for label in root.iterfind('meta/task/labels/label')]
    assert labels == ['soil & sand', 'Rübe', '__ignore__']
    images = root.findall('image')
    assert [image.attrib for image in images] == [
        {'id': '0', 'name': 'a.jpg', 'width': '12', 'height': '8'},
        {'id': '1', 'name': 'b.png', 'width': '12', 'height': '8'},
    ]
    shapes = [
        (shape.get('label'), shape.get('z_order'), shape.get('points')) for shape in images[1]
    ]
    assert shapes == [
        ('Rübe', '1', '0.00,0.00;0.00,1.00;1.50,1.00'),
        ('__ignore__', '2', '0.00,0.00;0.00,8.00;12.00,8.00'),
    ]


def test_labels_of_a_task(tmp_path: Path) -> None:
    write_cvat_labels(tmp_path / 'labels.json', CLASSES)
    assert json.loads((tmp_path / 'labels.json').read_text('utf-8')) == [
        {'name': 'soil & sand', 'color': '#8b5e3c', 'attributes': []},
        {'name': 'Rübe', 'color': '#00c800', 'attributes': []},
        {'name': '__ignore__', 'color': '#808080', 'attributes': []},
    ]
