# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a network said about an image whose labels are known, and the worst of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from seg_ros.metrics import class_iou, confusion, LabelledPair


@dataclass(frozen=True, eq=False)
class Seen:
    """An image, (H, W, 3) uint8 bgr, with what was said about it and its labels."""

    pixels: np.ndarray
    pair: LabelledPair

    @cached_property
    def counts(self) -> np.ndarray:
        """Return (256, 256) int64, the confusion: labels by predictions."""
        return confusion(self.pair)

    @cached_property
    def miou(self) -> float:
        """Return the mean IoU over the classes of its labels; 1 where none counts."""
        return float(np.mean([*class_iou(self.counts).values()] or [1.0]))


class Gallery:
    """Keeps the worst of all that passes, and the confusion of it all."""

    def __init__(self, keep: int = 4) -> None:
        """Keep so many images."""
        self._keep = keep
        self.worst: list[Seen] = []
        self.counts = np.zeros((256, 256), np.int64)

    def watch(self, stream: Iterable[Seen]) -> Iterator[Seen]:
        """Yield what comes, unchanged."""
        for seen in stream:
            self.counts += seen.counts
            self.worst = sorted((*self.worst, seen), key=lambda one: one.miou)[: self._keep]
            yield seen
