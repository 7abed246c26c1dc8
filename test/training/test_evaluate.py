# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Evaluation of any model on labeled images."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from seg_ros.datatypes import ClassLabel
from seg_ros.errors import InputError
from seg_ros.inference.label_sets import LabelSet
from seg_ros.parameters import SegmenterParameters
from seg_ros.segmentation.segmenter import Segmenter
from seg_ros.training.data.label_map import LabelMap
from seg_ros.training.data.samples import paired_files
from seg_ros.training.evaluate import evaluate, label_map_for, label_map_of


@pytest.fixture
def field(tmp_path: Path) -> Path:
    """Return a folder with one image of a green square on brown, labeled 2, and 9 to ignore."""
    pixels = np.full((64, 64, 3), (60, 80, 110), np.uint8)
    pixels[16:48, 16:48] = (40, 160, 60)
    labels = np.zeros((64, 64), np.uint8)
    labels[16:48, 16:48] = 2
    labels[:16] = 9
    for name, image in (('images', pixels), ('labels', labels)):
        (tmp_path / name).mkdir()
        cv2.imwrite(str(tmp_path / name / 'a.png'), image)
    return tmp_path


def test_class_ids_are_those_of_the_model(field: Path) -> None:
    segmenter = Segmenter(SegmenterParameters(model='vegetation'))
    files = paired_files(field / 'images', field / 'labels')
    (evaluated,) = evaluate(segmenter, files, label_map_of(segmenter, {2: 1}, (9,)))
    assert evaluated.miou > 0.9
    assert evaluated.counts.sum() == 48 * 64 and evaluated.counts[1].sum() == 32 * 32


def test_a_label_without_a_class_of_the_model_is_refused(field: Path) -> None:
    segmenter = Segmenter(SegmenterParameters(model='vegetation'))
    files = paired_files(field / 'images', field / 'labels')
    with pytest.raises(InputError, match='a.png: .* got 9 in 1024 pixels'):
        list(evaluate(segmenter, files, label_map_of(segmenter, {2: 1}, ())))


def labeled(*names: str) -> LabelMap:
    classes = (ClassLabel(class_id, name, (9, 9, class_id)) for class_id, name in enumerate(names))
    return LabelMap(LabelSet(tuple(classes), ()))


def test_a_dataset_fits_a_model_of_its_classes() -> None:
    segmenter = Segmenter(SegmenterParameters(model='vegetation'))
    names = [label.name for label in segmenter.classes]
    for each in (names, names[:1]):
        assert label_map_for(segmenter, labeled(*each)) == labeled(*each)
    with pytest.raises(InputError, match='must be those of the model, 0 .*, got 0 sky, 1 road'):
        label_map_for(segmenter, labeled('sky', 'road'))


def test_a_dataset_fits_a_model_of_one_of_its_classes() -> None:
    class OneAgainstAll:
        classes = labeled('not_weed', 'weed').label_set.classes

    found = label_map_for(OneAgainstAll(), labeled('soil', 'crop', 'weed'))
    assert found.channels_of(np.array([[0, 1, 2]], np.uint8), 'a').tolist() == [[0, 0, 1]]
