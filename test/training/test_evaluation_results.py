# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The worst images, and the confusion matrix over all."""

import numpy as np
import pytest

from seg_ros.metrics import LabeledPair
from seg_ros.training.evaluation_results import EvaluatedImage, EvaluationSummary


def evaluated(name: str, prediction: list, labels: list) -> EvaluatedImage:
    labels = np.uint8([labels])
    pair = LabeledPair(name, np.uint8([prediction]), labels, np.ones_like(labels))
    return EvaluatedImage(np.zeros((*labels.shape, 3), np.uint8), pair)


def test_miou_of_an_image() -> None:
    assert evaluated('a', [0, 1, 1, 1], [0, 0, 1, 1]).miou == pytest.approx((1 / 2 + 2 / 3) / 2)


def test_worst_images_are_sorted_and_all_are_counted() -> None:
    summary = EvaluationSummary(keep=2)
    stream = [
        evaluated('half', [0, 1], [0, 0]),
        evaluated('right', [0, 1], [0, 1]),
        evaluated('wrong', [1, 0], [0, 1]),
    ]
    assert list(summary.collect(stream)) == stream
    assert [one.pair.name for one in summary.worst] == ['wrong', 'half']
    assert summary.counts[:2, :2].tolist() == [[2, 2], [1, 1]]
