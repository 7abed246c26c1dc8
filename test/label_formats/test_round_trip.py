# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Pre-labels that `segment --labels` writes are read back by `labels` as the same classes."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from seg_ros.datatypes import UNLABELLED
from seg_ros.inference.label_sets import named_label_set
from seg_ros.label_formats.cvat_masks_writer import write_cvat_label_map, write_cvat_mask
from seg_ros.label_formats.cvat_writer import write_cvat, write_cvat_labels
from seg_ros.label_formats.image_polygons import ImagePolygons
from seg_ros.label_formats.labelme_writer import write_labelme
from seg_ros.label_formats.layered_polygons import PolygonRule, polygons_of
from seg_ros.label_formats.open_export import open_export

EXACT = PolygonRule(tolerance_px=0.0, min_area_px=0)
CLASSES = named_label_set('soil_weed_crop').classes


@pytest.fixture
def class_map(tmp_path: Path) -> np.ndarray:
    """Return soil, weeds, crop and unlabelled pixels, and write photos/a.png of the same size."""
    noise = np.random.default_rng(5).standard_normal((60, 80, 4)).astype(np.float32)
    classes = np.array([0, 1, 2, UNLABELLED], np.uint8)
    (tmp_path / 'photos').mkdir()
    cv2.imwrite(str(tmp_path / 'photos' / 'a.png'), np.zeros((60, 80, 3), np.uint8))
    return classes[cv2.GaussianBlur(noise, (0, 0), 3.0).argmax(axis=2)]


def read_back(folder: Path, images: Path | None = None) -> np.ndarray:
    """Return the label ids of the one image, whose classes have the ids of the label set."""
    export = open_export(folder, images)
    assert [(each.id, each.name) for each in export.classes.classes] == [
        (each.id, each.name) for each in CLASSES
    ]
    (image,) = export.images
    return image.read().ids


def polygons(folder: Path, class_map: np.ndarray, rule: PolygonRule = EXACT) -> ImagePolygons:
    """Return the polygons of photos/a.png."""
    return ImagePolygons(folder / 'photos' / 'a.png', 80, 60, polygons_of(class_map, rule))


def test_labelme(tmp_path: Path, class_map: np.ndarray) -> None:
    write_labelme(tmp_path / 'labels' / 'a.json', polygons(tmp_path, class_map), CLASSES)
    np.testing.assert_array_equal(read_back(tmp_path / 'labels'), class_map)


def test_cvat(tmp_path: Path, class_map: np.ndarray) -> None:
    folder = tmp_path / 'labels'
    write_cvat_labels(folder / 'labels.json', CLASSES)
    write_cvat(folder / 'annotations.xml', (polygons(tmp_path, class_map),), CLASSES)
    np.testing.assert_array_equal(read_back(folder, tmp_path / 'photos'), class_map)


def test_cvat_masks(tmp_path: Path, class_map: np.ndarray) -> None:
    folder = tmp_path / 'labels'
    write_cvat_labels(folder / 'labels.json', CLASSES)
    write_cvat_mask(folder, 'a', class_map, CLASSES)
    write_cvat_label_map(folder, ('a',), CLASSES)
    np.testing.assert_array_equal(read_back(folder, tmp_path / 'photos'), class_map)


def test_simplified_polygons(tmp_path: Path, class_map: np.ndarray) -> None:
    simplified = polygons(tmp_path, class_map, PolygonRule(1.0, 0))
    write_labelme(tmp_path / 'labels' / 'a.json', simplified, CLASSES)
    assert 0.8 < (read_back(tmp_path / 'labels') == class_map).mean() < 1.0
