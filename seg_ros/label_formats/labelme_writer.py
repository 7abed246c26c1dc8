# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Labelme: one JSON file for each image, with the path to the image and its polygons."""

from collections.abc import Sequence
import json
import os
from pathlib import Path

from seg_ros.atomic_files import write_text
from seg_ros.datatypes import ClassLabel
from seg_ros.label_formats.image_polygons import class_name, ImagePolygons

VERSION = '5.5.0'
"""Version of Labelme whose files these are; 6 reads and writes the same fields."""


def write_labelme(path: Path, labels: ImagePolygons, classes: Sequence[ClassLabel]) -> None:
    """
    Write the file that Labelme opens together with the image; later shapes are on top.

    Raises InputError where it cannot be written.
    """
    content: dict[str, object] = {
        'version': VERSION,
        'flags': {},
        'shapes': [
            {
                'label': class_name(polygon.class_id, classes),
                'points': polygon.points.tolist(),
                'group_id': None,
                'description': '',
                'shape_type': 'polygon',
                'flags': {},
                'mask': None,
            }
            for polygon in labels.polygons
        ],
        'imagePath': Path(os.path.relpath(labels.image, path.parent)).as_posix(),
        'imageData': None,
        'imageHeight': labels.height_px,
        'imageWidth': labels.width_px,
    }
    write_text(path, json.dumps(content, ensure_ascii=False, indent=2) + '\n')
