# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class scores become a class map: upsampled first, then compared."""

from collections.abc import Sequence

import cv2
import numpy as np

from seg_ros.datatypes import Segmentation, UNLABELLED
from seg_ros.vision.contract import HeadContract
from seg_ros.vision.grid import Strip

PRUNE_FROM_PX = 4
"""Pixels per cell from which finding the hopeless classes costs less than comparing them."""


class Decoder:
    """Decides the strips of one head, on planes of memory that it keeps from frame to frame."""

    def __init__(self, head: HeadContract) -> None:
        """Start without planes: the first strip says how large they must be."""
        self._head = head
        ids = [UNLABELLED if number is None else number for number in head.class_ids]
        self._ids = np.array(ids, np.uint8)
        # What is written during the contest must rise from rival to rival.
        self._rising = self._ids if ids == sorted(ids) else np.arange(len(ids), dtype=np.uint8)
        self._scores = np.empty((2, 0, 0), np.float32)
        self._wins = np.empty((0, 0), np.uint8)

    def decide(self, strip: Strip, class_map: np.ndarray) -> None:
        """
        Write the winning class ids of a strip into its window of a (H, W) uint8 class map.

        At each pixel the class with the largest interpolated score wins, the lower channel where
        two tie; scores that differ by 1e-5 are told apart as far as `Strip.upsample` is exact.
        Where the winner has no id of its own (None) the pixel is unlabelled. A class map that the
        graph made is spread, each pixel taking the cell under its centre.
        """
        pixels = class_map[strip.window]
        if self._head.kind == 'class_map':
            pixels[:] = strip.spread(strip.cells[0])
            return
        cells, (first, *rivals) = _contest(strip, self._head)
        pixels[:] = self._rising[first]
        lower, upper = self._planes(strip.full_size)
        if len(rivals) == 1:
            ahead = strip.upsample(cells[rivals[0]] - cells[first], upper)
            self._overtake(pixels, ahead, np.zeros_like(ahead), rivals[0])
        elif rivals:
            lead = strip.upsample(cells[first], lower)
            for rival in rivals:
                score = strip.upsample(cells[rival], upper)
                self._overtake(pixels, score, lead, rival)
                if rival != rivals[-1]:
                    cv2.max(score, lead, dst=lead)
        if self._rising is not self._ids:
            pixels[:] = self._ids[pixels]

    def _overtake(
        self, pixels: np.ndarray, score: np.ndarray, lead: np.ndarray, channel: int
    ) -> None:
        height, width = pixels.shape
        wins = self._wins[:height, :width]
        cv2.compare(score, lead, cv2.CMP_GT, dst=wins)
        np.bitwise_and(wins, self._rising[channel], out=wins)
        cv2.max(pixels, wins, dst=pixels)

    def _planes(self, size: tuple[int, int]) -> np.ndarray:
        rows, columns = size
        room, width = self._wins.shape
        if rows > room or columns != width:
            self._scores = np.empty((2, rows, columns), np.float32)
            self._wins = np.empty((rows, columns), np.uint8)
        return self._scores[:, :rows]


def lay_over(above: Segmentation, below: Segmentation) -> None:
    """Write into `below` what `above` labels, and how sure it is where both know that."""
    labelled = cv2.compare(above.class_map, UNLABELLED, cv2.CMP_NE)
    cv2.copyTo(above.class_map, labelled, below.class_map)
    if above.confidence is not None and below.confidence is not None:
        cv2.copyTo(above.confidence, labelled, below.confidence)


def _contest(strip: Strip, head: HeadContract) -> tuple[Sequence[np.ndarray], Sequence[int]]:
    """Return the planes of cells that compete, and the channels that can win, in rising order."""
    cells = strip.cells
    if head.implied and len(cells) == 1:
        return (np.float32(head.neutral), cells[0]), (0, 1)
    if head.implied:
        cells = np.concatenate((np.full_like(cells[:1], head.neutral), cells))
    able = range(len(cells))
    cell_px = strip.cell_size[0] * strip.cell_size[1]
    if len(cells) > 2 and cell_px != 1:
        # Taking a plane from all scores changes no winner, and large ones keep their last digits.
        cells = cells - cells.max(axis=0)
        if cell_px >= PRUNE_FROM_PX and min(cells.shape[1:]) > 1:
            able = np.flatnonzero(_may_win(cells))
    return cells, able


def _may_win(cells: np.ndarray) -> np.ndarray:
    """
    Return which channels of (C, n, w) can be the largest anywhere between cells.

    Between four cells interpolation stays within their values, so the best channel there is at
    least `bar`: the largest of the channels' smallest corners. Who reaches the bar of no square
    at any of its corners wins nowhere.
    """
    pairs = np.minimum(cells[:, :-1], cells[:, 1:])
    bar = np.minimum(pairs[:, :, :-1], pairs[:, :, 1:]).max(axis=0)
    bar = cv2.copyMakeBorder(bar, 0, 1, 0, 1, cv2.BORDER_REPLICATE)
    lowest_around = cv2.erode(bar, np.ones((2, 2), np.uint8), anchor=(1, 1))
    return (cells >= lowest_around).any(axis=(1, 2))
