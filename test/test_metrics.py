# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Scores of class maps that one can count by eye."""

import numpy as np
import pytest

from seg_ros.datatypes import ClassGroup
from seg_ros.errors import InputError
from seg_ros.metrics import boundary_f1, ClassShare, LabeledPair, score


def pair(prediction: list, labels: list, ignored: tuple = (), name: str = 'image') -> LabeledPair:
    """Return a pair in which pixels of the `ignored` labels do not count."""
    labels = np.array(labels, np.uint8)
    counted = (~np.isin(labels, ignored)).astype(np.uint8)
    return LabeledPair(name, np.array(prediction, np.uint8), labels, counted)


@pytest.mark.parametrize(
    'prediction, labels, ignored, iou, accuracy',
    [
        ([[0, 0, 1, 1]], [[0, 0, 1, 1]], (), {0: 1.0, 1: 1.0}, 1.0),
        ([[0, 1, 1, 1]], [[0, 0, 1, 1]], (), {0: 1 / 2, 1: 2 / 3}, 3 / 4),
        ([[0, 255, 1, 1]], [[0, 0, 1, 1]], (), {0: 1 / 2, 1: 1.0}, 3 / 4),
        ([[0, 7, 1, 1]], [[0, 0, 1, 1]], (), {0: 1 / 2, 1: 1.0}, 3 / 4),
        ([[0, 0, 1, 1]], [[0, 0, 255, 1]], (255,), {0: 1.0, 1: 1.0}, 1.0),
        ([[0, 0, 255, 255]], [[0, 0, 255, 1]], (255,), {0: 1.0, 1: 0.0}, 2 / 3),
        ([[0, 1, 0, 1]], [[0, 0, 1, 1]], (0,), {1: 1 / 2}, 1 / 2),
    ],
    ids=[
        'perfect',
        'one wrong',
        'unlabelled is wrong',
        'unknown class is wrong',
        'ignored',
        'predicted 255 beside ignored 255',
        'ignored id predicted is wrong',
    ],
)
def test_iou_and_accuracy(prediction, labels, ignored, iou, accuracy):
    scores = score([pair(prediction, labels, ignored)])
    assert scores.iou == pytest.approx(iou)
    assert scores.miou == pytest.approx(np.mean(list(iou.values())))
    assert scores.accuracy == pytest.approx(accuracy)


def test_pixels_of_all_images_count_alike():
    scores = score([pair([[0] * 9], [[0] * 9], name='large'), pair([[1]], [[0]], name='small')])
    assert scores.iou == {0: 0.9}
    assert (scores.images, scores.worst.image, scores.worst.miou) == (2, 'small', 0.0)


def test_an_image_without_a_counted_pixel_is_not_the_worst():
    scores = score([pair([[0]], [[5]], (5,), 'void'), pair([[0, 1]], [[0, 0]], name='other')])
    assert (scores.images, scores.worst.image) == (2, 'other')


def test_shares_name_what_was_predicted_without_a_label():
    shares = score([pair([[0, 3, 255, 0]], [[0, 0, 0, 1]])]).shares
    assert shares == {
        0: ClassShare(0.75, 0.5),
        1: ClassShare(0.25, 0.0),
        3: ClassShare(0.0, 0.25),
        255: ClassShare(0.0, 0.25),
    }


def test_a_mask_counts_its_classes_as_one():
    weed, plants, sky = (
        ClassGroup('weed', (1,)),
        ClassGroup('plants', (1, 2, 2)),
        ClassGroup('sky', (7,)),
    )
    scores = score([pair([[0, 2, 1, 0, 2]], [[0, 1, 1, 2, 2]])], (weed, plants, sky))
    assert scores.mask_iou == {'weed': 1 / 2, 'plants': 3 / 4}


def test_rows_beyond_one_strip_are_counted():
    labels = np.arange(600)[:, np.newaxis] // 300
    assert score([pair(labels, labels)]).iou == {0: 1.0, 1: 1.0}


@pytest.mark.parametrize(
    'make, pattern',
    [
        (lambda: score([]), 'no pixel to score in 0 images'),
        (lambda: score([pair([[0]], [[9]], (9,))]), 'every label is ignored'),
        (lambda: pair([[0, 1]], [[0]]), r'must have the size of its labels, 1x1, got 2x1'),
        (lambda: pair([[0]], [[255]]), '--ignore 255'),
    ],
)
def test_refusals(make, pattern):
    with pytest.raises(InputError, match=pattern):
        make()


WIDTH = 12


def edge_at(*columns: int) -> np.ndarray:
    """Return a map of four rows whose class rises by one at each of the columns."""
    row = sum((np.arange(WIDTH) >= column).astype(np.uint8) for column in columns)
    return np.tile(row.astype(np.uint8), (4, 1))


@pytest.mark.parametrize(
    'predicted, labeled, f1',
    [
        ((6,), (6,), 1.0),
        ((7,), (6,), 1.0),
        ((8,), (6,), 1.0),
        ((9,), (6,), 0.0),
        ((WIDTH,), (6,), 0.0),
        ((6,), (WIDTH,), 0.0),
        # class 0 as it should be, class 1: one of the two predicted edges is a true one
        ((3, 9), (3,), (1 + 2 / 3) / 2),
    ],
)
def test_an_edge_counts_within_two_pixels(predicted, labeled, f1):
    counted = np.ones((4, WIDTH), np.uint8)
    assert boundary_f1(edge_at(*predicted), edge_at(*labeled), counted) == pytest.approx(f1)


def test_the_tolerance_is_a_disc():
    prediction, labels = np.zeros((2, 9, 9), np.uint8)
    labels[4, 4] = 1
    prediction[6, 6] = 1
    assert boundary_f1(prediction, labels, np.ones((9, 9), np.uint8)) < 0.7
    assert boundary_f1(np.roll(prediction, -2, 1), labels, np.ones((9, 9), np.uint8)) == 1.0


def test_one_class_all_over_has_no_boundary():
    everywhere = np.zeros((4, WIDTH), np.uint8)
    assert boundary_f1(everywhere, everywhere, np.ones((4, WIDTH), np.uint8)) is None


def test_ignored_pixels_make_no_boundary():
    labels = edge_at(6)
    assert boundary_f1(edge_at(WIDTH), labels, (labels == 0).astype(np.uint8)) is None
