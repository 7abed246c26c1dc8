# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class maps beside their labels, the confusion matrix over all, and the worst images."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seg_ros.metrics import class_iou, confusion, LabeledPair


@dataclass(frozen=True, eq=False)
class EvaluatedImage:
    """An image, (H, W, 3) uint8 bgr, with its class map and its labels."""

    pixels: np.ndarray
    pair: LabeledPair

    @cached_property
    def counts(self) -> np.ndarray:
        """Return the (256, 256) int64 confusion matrix: label (row) by prediction (column)."""
        return confusion(self.pair)

    @cached_property
    def miou(self) -> float:
        """Return the mean IoU over the classes of its labels; 1 where all labels are ignored."""
        return float(np.mean([*class_iou(self.counts).values()] or [1.0]))


class EvaluationSummary:
    """The confusion matrix over all images, and the images with the lowest mIoU."""

    def __init__(self, keep: int = 4) -> None:
        """Keep the `keep` worst images."""
        self._keep = keep
        self.worst: list[EvaluatedImage] = []
        self.counts = np.zeros((256, 256), np.int64)

    def collect(self, images: Iterable[EvaluatedImage]) -> Iterator[EvaluatedImage]:
        """Yield the images unchanged, and add each to the summary."""
        for image in images:
            self.counts += image.counts
            self.worst = sorted((*self.worst, image), key=lambda one: one.miou)[: self._keep]
            yield image
