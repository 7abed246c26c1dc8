# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A file for Labelme: the fields that it asks for, and the image by its path."""

import json
from pathlib import Path

import numpy as np

from seg_ros.datatypes import ClassLabel
from seg_ros.label_formats.image_polygons import ImagePolygons
from seg_ros.label_formats.labelme_writer import write_labelme
from seg_ros.label_formats.layered_polygons import LabelPolygon

CLASSES = (ClassLabel(0, 'soil', (0, 0, 0)), ClassLabel(3, 'Rübe', (0, 200, 0)))


def test_a_file(tmp_path: Path) -> None:
    square = np.array([(0.0, 0.0), (0.0, 8.0), (12.0, 8.0)])
    polygons = (
        LabelPolygon(0, square, 0),
        LabelPolygon(3, square / 2, 1),
        LabelPolygon(255, square / 4, 2),
    )
    path = tmp_path / 'out' / 'labelme' / 'a.json'
    write_labelme(path, ImagePolygons(tmp_path / 'photos' / 'a.jpg', 12, 8, polygons), CLASSES)
    content = json.loads(path.read_text('utf-8'))
    assert content['imagePath'] == '../../photos/a.jpg'
    assert (content['imageWidth'], content['imageHeight']) == (12, 8)
    assert content['imageData'] is None
    assert [shape['label'] for shape in content['shapes']] == ['soil', 'Rübe', '__ignore__']
    assert {shape['shape_type'] for shape in content['shapes']} == {'polygon'}
    assert content['shapes'][1]['points'] == [[0.0, 0.0], [0.0, 4.0], [6.0, 4.0]]
