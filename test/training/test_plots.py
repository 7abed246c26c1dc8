# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Plots show the given values, and their files are complete."""

from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip('matplotlib', reason='matplotlib is not installed')

from seg_ros.datatypes import ClassLabel  # noqa: E402
from seg_ros.metrics import LabeledPair  # noqa: E402
from seg_ros.training.evaluation_results import EvaluatedImage  # noqa: E402
from seg_ros.training.plots import (  # noqa: E402
    confusion_figure,
    DPI,
    training_figure,
    worst_image,
    write_figure,
)

CLASSES = (ClassLabel(0, 'soil', (200, 100, 0)), ClassLabel(3, 'weed', (0, 200, 0)))
HISTORY = [
    {'step': 10, 'loss': 2.0, 'miou': 0.3, 'iou': {'soil': 0.5, 'weed': 0.1}},
    {'step': 20, 'loss': 1.0, 'miou': 0.8, 'iou': {'soil': 0.9, 'weed': 0.7}},
]


def test_training_figure_plots_loss_and_iou_over_the_steps() -> None:
    loss, iou = training_figure(HISTORY).axes
    assert loss.lines[0].get_xydata().tolist() == [[10, 2.0], [20, 1.0]]
    curves = {line.get_label(): line.get_xydata().tolist() for line in iou.lines}
    assert curves['soil'] == [[10, 0.5], [20, 0.9]]
    assert curves['weed'] == [[10, 0.1], [20, 0.7]]
    assert curves['mean (best: 0.800\nat step 20)'] == [[10, 0.3], [20, 0.8]]
    assert [text.get_text() for text in iou.get_legend().get_texts()] == list(curves)[:3]
    assert iou.get_xlabel() == 'training step'
    assert loss.get_ylabel().startswith('training loss')
    assert iou.get_ylabel() == 'validation IoU'


def test_training_figure_shows_a_single_validation() -> None:
    _, iou = training_figure(HISTORY[:1]).axes
    assert {line.get_marker() for line in iou.lines[:3]} == {'.', 'o'}


def confusion_counts() -> np.ndarray:
    counts = np.zeros((256, 256), np.int64)
    counts[0, [0, 3]] = 8, 2
    counts[3, [3, 255]] = 5, 5
    return counts


def test_confusion_figure_shows_percent_of_the_labels_of_a_class() -> None:
    axes, colorbar = confusion_figure(confusion_counts(), CLASSES).axes
    assert axes.images[0].get_array().tolist() == [[80.0, 20.0], [0.0, 50.0]]
    shown = {text.get_position(): text.get_text() for text in axes.texts}
    assert shown == {(0, 0): '80', (1, 0): '20', (1, 1): '50'}
    for ticks in (axes.get_xticklabels(), axes.get_yticklabels()):
        assert [text.get_text() for text in ticks] == ['soil', 'weed']
    assert (axes.get_xlabel(), axes.get_ylabel()) == ('predicted class', 'labeled class')
    assert '[%]' in colorbar.get_ylabel()


def test_confusion_figure_leaves_a_class_without_labels_blank() -> None:
    counts = confusion_counts()
    counts[3] = 0
    axes, _ = confusion_figure(counts, CLASSES).axes
    assert axes.images[0].get_array().mask.tolist() == [[False, False], [True, True]]


def test_confusion_figure_has_space_for_long_names_and_dollar_signs() -> None:
    classes = (ClassLabel(0, 'a' * 40, (0, 0, 0)), ClassLabel(1, '$a_$', (0, 0, 0)))
    figure = confusion_figure(confusion_counts(), classes)
    figure.draw_without_rendering()
    axes = figure.axes[0]
    assert axes.get_window_extent().width > 200
    for text in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        box = text.get_window_extent()
        assert box.x0 >= 0 and box.y0 >= 0
        assert box.x1 <= figure.bbox.width and box.y1 <= figure.bbox.height


def test_a_figure_is_written_at_its_size(tmp_path: Path) -> None:
    figure = training_figure(HISTORY)
    write_figure(tmp_path / 'run' / 'curves.png', figure)
    width, height = np.rint(figure.get_size_inches() * DPI)
    assert cv2.imread(str(tmp_path / 'run' / 'curves.png')).shape == (height, width, 3)
    assert [path.name for path in (tmp_path / 'run').iterdir()] == ['curves.png']


def test_a_figure_that_cannot_be_drawn_leaves_the_earlier_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    figure = training_figure(HISTORY)

    def write_half(path: Path, dpi: float) -> None:
        path.write_bytes(b'half')
        raise OSError('disk full')

    monkeypatch.setattr(figure, 'savefig', write_half)
    (tmp_path / 'curves.png').write_bytes(b'earlier')
    with pytest.raises(OSError, match='disk full'):
        write_figure(tmp_path / 'curves.png', figure)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        'curves.png': b'earlier'
    }


def test_worst_image_shows_image_labels_and_prediction_side_by_side() -> None:
    labels = np.zeros((20, 40), np.uint8)
    labels[:, 20:] = 3
    counted = np.ones_like(labels)
    counted[10:] = 0
    evaluated = EvaluatedImage(
        np.full((20, 40, 3), 77, np.uint8),
        LabeledPair('a', np.zeros_like(labels), labels, counted),
    )
    image = worst_image([evaluated], CLASSES, width_px=400)
    assert image.shape == (200, 1200, 3)
    positions = ((60, 100), (60, 500), (60, 700), (150, 500), (60, 1100))
    assert [image[position].tolist() for position in positions] == [
        [77, 77, 77],
        [0, 100, 200],
        [0, 200, 0],
        [0, 0, 0],
        [0, 100, 200],
    ]
