# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class scores become a class map: upsampled first, then compared."""

import cv2
import numpy as np

from seg_ros.datatypes import Segmentation, UNLABELLED
from seg_ros.vision.axis import Span
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
        self._scores = np.empty((2, 0), np.float32)
        self._wins = np.empty(0, np.uint8)

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
        cells, ((first, _), *rivals) = _contest(strip, self._head)
        pixels[:] = self._rising[first]
        if rivals:
            self._fight(strip, cells, first, rivals, pixels)
        if self._rising is not self._ids:
            pixels[:] = self._ids[pixels]

    def _fight(
        self, strip: Strip, cells: np.ndarray, first: int, rivals: list[tuple[int, Span]],
        pixels: np.ndarray,
    ) -> None:
        if strip.room > self._wins.size:
            self._scores = np.empty((2, strip.room), np.float32)
            self._wins = np.empty(strip.room, np.uint8)
        lead = strip.upsample(cells[first], buffer=self._scores[0])
        for rival, across in rivals:
            score = strip.upsample(cells[rival], across, self._scores[1])
            best, winner = (plane[:, across.start:across.stop] for plane in (lead, pixels))
            wins = self._wins[:score.size].reshape(score.shape)
            cv2.compare(score, best, cv2.CMP_GT, dst=wins)
            np.bitwise_and(wins, self._rising[rival], out=wins)
            cv2.max(winner, wins, dst=winner)
            cv2.max(best, score, dst=best)


def lay_over(above: Segmentation, below: Segmentation) -> None:
    """Write into `below` what `above` labels, and how sure it is where both know that."""
    labelled = cv2.inRange(above.class_map, 0, UNLABELLED - 1)
    cv2.copyTo(above.class_map, labelled, below.class_map)
    if above.confidence is not None and below.confidence is not None:
        cv2.copyTo(above.confidence, labelled, below.confidence)


def _contest(strip: Strip, head: HeadContract) -> tuple[np.ndarray, list[tuple[int, Span]]]:
    """Return the cells of all that compete, then who can win, in rising order, and where."""
    cells, columns = strip.cells, strip.columns
    if head.implied:
        cells = np.concatenate((np.full_like(cells[:1], head.neutral), cells))
    cell_px = strip.cell_size[0] * strip.cell_size[1]
    if cell_px != 1:
        # Taking a plane from all scores changes no winner, and large ones keep their last digits.
        cells = cells - cells.max(axis=0)
    if cell_px < PRUNE_FROM_PX or min(cells.shape[1:]) == 1:
        return cells, [(channel, columns.whole) for channel in range(len(cells))]
    chances = _chances(cells)
    able = np.flatnonzero(chances.any(axis=1)).tolist()
    lefts = chances.argmax(axis=1).tolist()
    rights = chances[:, ::-1].argmax(axis=1).tolist()
    last = columns.seen - 1
    spans = [
        columns.span(columns.meeting(max(lefts[channel] - 1, 0)),
                     min(last - rights[channel] + 1, last))
        for channel in able
    ]
    return cells, [who for who in zip(able, spans) if who[1].start < who[1].stop]


def _chances(cells: np.ndarray) -> np.ndarray:
    """
    Return (C, w) bool: near which columns of (C, n, w) cells a channel can be the largest.

    Between four cells interpolation stays within their values, so the best channel there is at
    least `bar`: the largest of the channels' smallest corners. Who reaches the bar of no square
    around a cell does not win next to it.
    """
    pairs = np.minimum(cells[:, :-1], cells[:, 1:])
    bar = np.minimum(pairs[:, :, :-1], pairs[:, :, 1:]).max(axis=0)
    bar = cv2.copyMakeBorder(bar, 0, 1, 0, 1, cv2.BORDER_REPLICATE)
    lowest_around = cv2.erode(bar, np.ones((2, 2), np.uint8), anchor=(1, 1))
    return (cells >= lowest_around).any(axis=1)
