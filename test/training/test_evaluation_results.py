# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The worst images, and the confusion of them all."""

import numpy as np
import pytest

from seg_ros.metrics import LabelledPair
from seg_ros.training.evaluation_results import Gallery, Seen


def seen(name: str, prediction: list, labels: list) -> Seen:
    labels = np.uint8([labels])
    pair = LabelledPair(name, np.uint8([prediction]), labels, np.ones_like(labels))
    return Seen(np.zeros((*labels.shape, 3), np.uint8), pair)


def test_miou_of_an_image() -> None:
    assert seen('a', [0, 1, 1, 1], [0, 0, 1, 1]).miou == pytest.approx((1 / 2 + 2 / 3) / 2)


def test_the_worst_come_first_and_all_are_counted() -> None:
    gallery = Gallery(keep=2)
    stream = [
        seen('half', [0, 1], [0, 0]),
        seen('right', [0, 1], [0, 1]),
        seen('wrong', [1, 0], [0, 1]),
    ]
    assert list(gallery.watch(stream)) == stream
    assert [one.pair.name for one in gallery.worst] == ['wrong', 'half']
    assert gallery.counts[:2, :2].tolist() == [[2, 2], [1, 1]]
