# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images that show what they should."""

import numpy as np

from seg_ros.datatypes import ClassLabel
from seg_ros.metrics import LabelledPair
from seg_ros.training.evaluation_results import Seen
from seg_ros.training.plots import confusion_image, curves, worst_image

_ANY = (0, 0, 0)
CLASSES = (ClassLabel(0, 'soil', (200, 100, 0)), ClassLabel(1, 'weed', (0, 200, 0)))


def test_a_rising_curve_is_drawn_where_it_lies() -> None:
    history = [{'step': 10, 'loss': 2.0, 'miou': 0.0}, {'step': 20, 'loss': 1.0, 'miou': 1.0}]
    sheet = curves(history)
    green, red = (
        (sheet.astype(int)[..., channel] - sheet.max(axis=2) == 0) & (sheet.min(axis=2) < 100)
        for channel in (1, 2)
    )
    assert green[:60, -60:].any() and not green[200:, -60:].any()
    assert red[180:220, -60:].any() and red[40:60, 350:400].any()


def test_confusion_is_dark_where_classes_were_taken_for_each_other() -> None:
    counts = np.zeros((256, 256), np.int64)
    counts[:2, :2] = [[8, 2], [0, 5]]
    picture = confusion_image(counts, CLASSES)
    grid = picture[-112:, -112:, 2]
    corners = grid[2::56, 2::56]
    assert corners.tolist() == [[51, 204], [255, 0]]


def test_long_names_are_not_cut() -> None:
    counts = np.eye(256, dtype=np.int64)
    pictures = [
        confusion_image(counts, (ClassLabel(0, f'a name of 20 letters{end}', _ANY),))
        for end in 'ij'
    ]
    rows, columns, _ = np.nonzero(pictures[0] != pictures[1])
    corner = len(pictures[0]) - 56
    assert rows.min() < 20 and columns.min() > 100  # above the column, at its end
    assert ((rows > corner) & (columns < corner)).any()  # left of the row


def test_worst_shows_image_labels_and_prediction_side_by_side() -> None:
    labels = np.zeros((20, 40), np.uint8)
    labels[:, 20:] = 1
    counted = np.ones_like(labels)
    counted[10:] = 0
    seen = Seen(
        np.full((20, 40, 3), 77, np.uint8),
        LabelledPair('a', np.zeros_like(labels), labels, counted),
    )
    picture = worst_image([seen], CLASSES, width_px=400)
    assert picture.shape == (200, 1200, 3)
    places = ((60, 100), (60, 500), (60, 700), (150, 500), (60, 1100))
    assert [picture[place].tolist() for place in places] == [
        [77, 77, 77],
        [0, 100, 200],
        [0, 200, 0],
        [0, 0, 0],
        [0, 100, 200],
    ]
