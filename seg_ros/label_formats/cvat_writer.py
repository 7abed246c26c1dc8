# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""`CVAT for images 1.1`: one XML file for all images, and the labels of the task to create."""

from collections.abc import Iterable, Sequence
import json
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from seg_ros.atomic_files import replacing, write_text
from seg_ros.datatypes import ClassLabel
from seg_ros.label_formats.class_table import IGNORED_NAME
from seg_ros.label_formats.image_polygons import class_name, IGNORED_COLOR, ImagePolygons


def write_cvat(path: Path, images: Iterable[ImagePolygons], classes: Sequence[ClassLabel]) -> None:
    """
    Write annotations.xml, which CVAT imports into a task with the same images and labels.

    Polygons with a higher `z_order` are on top. Raises InputError where it cannot be written.
    """
    root = Element('annotations')
    SubElement(root, 'version').text = '1.1'
    task = SubElement(SubElement(root, 'meta'), 'task')
    labels = SubElement(task, 'labels')
    for name, color in _labels(classes):
        label = SubElement(labels, 'label')
        SubElement(label, 'name').text = name
        SubElement(label, 'color').text = color
        SubElement(label, 'attributes')
    for number, image in enumerate(images):
        root.append(_image(number, image, classes))
    ElementTree.indent(root)
    with replacing(path) as part:
        ElementTree.ElementTree(root).write(part, encoding='utf-8', xml_declaration=True)


def write_cvat_labels(path: Path, classes: Sequence[ClassLabel]) -> None:
    """Write labels.json, whose text goes into the raw label editor of a new task of CVAT."""
    labels = [{'name': name, 'color': color, 'attributes': []} for name, color in _labels(classes)]
    write_text(path, json.dumps(labels, ensure_ascii=False, indent=2) + '\n')


def _labels(classes: Sequence[ClassLabel]) -> list[tuple[str, str]]:
    colors = [(label.name, label.color) for label in classes] + [(IGNORED_NAME, IGNORED_COLOR)]
    return [(name, f'#{bytes(color).hex()}') for name, color in colors]


def _image(number: int, labels: ImagePolygons, classes: Sequence[ClassLabel]) -> Element:
    image = Element(
        'image',
        id=str(number),
        name=labels.image.name,
        width=str(labels.width_px),
        height=str(labels.height_px),
    )
    for polygon in labels.polygons:
        SubElement(
            image,
            'polygon',
            label=class_name(polygon.class_id, classes),
            source='auto',
            occluded='0',
            points=';'.join(f'{x:.2f},{y:.2f}' for x, y in polygon.points.tolist()),
            z_order=str(polygon.z_order),
        )
    return image
