# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
From the scores of all heads to one class map and its confidence.

Scores are upsampled first, then compared; the heads are laid over each other in their order.
"""

from collections.abc import Iterable, Sequence
from math import prod

import cv2
import numpy as np

from seg_ros.datatypes import UNLABELLED
from seg_ros.errors import ManifestError
from seg_ros.inference.io_spec import HeadSpec
from seg_ros.segmentation.buffer_pool import BufferPool
from seg_ros.segmentation.decode.pruned_argmax import Squares
from seg_ros.segmentation.decode.resampling import Strip

LOOK = 12.0
"""What it costs to look who can win near a cell, in comparisons of one class more at a pixel."""

LOWEST = np.float32(-1e30)
"""What is lower wins nowhere that one could see, and would be too large to reckon with."""

_MOST_UNSORTED = 256


class Decoder:
    """
    Decodes the outputs of a network, in memory that it keeps from frame to frame.

    Raises ManifestError as HeadDecoder.
    """

    def __init__(self, heads: Sequence[HeadSpec]) -> None:
        """Take the heads, of which later ones cover earlier ones."""
        self._heads = tuple(map(HeadDecoder, heads))

    def decode(
        self,
        strips: Iterable[tuple[int, Strip]],
        content: tuple[int, int],
        class_map: np.ndarray,
        confidence: np.ndarray | None,
    ) -> None:
        """
        Write class ids and confidence, both (H, W) uint8, from strips with their head's number.

        Outside of `content` = (rows, columns) pixels are unlabelled, and their confidence is 0.
        """
        # The first head writes into the result, the others are laid over it.
        layers = [(class_map, confidence)] + [
            (
                np.empty_like(class_map),
                None if confidence is None else np.empty_like(confidence),
            )
            for _ in self._heads[1:]
        ]
        for layer in layers:
            _clear_outside(content, *layer)
        for number, strip in strips:
            ids, certainty = layers[number]
            self._heads[number].write_class_ids(strip, ids)
            if certainty is not None:
                self._heads[number].write_confidence(strip, certainty)
        for ids, certainty in layers[1:]:
            _lay_over(ids, certainty, class_map, confidence)


class HeadDecoder:
    """
    Decides the strips of one head, in memory that it keeps from frame to frame.

    Raises ManifestError where more than 256 channels compete whose class ids are not in order.
    """

    def __init__(self, head: HeadSpec) -> None:
        """Start with empty memory."""
        self._head = head
        ids = [UNLABELLED if number is None else number for number in head.class_ids]
        self._ids = self._rising = np.array(ids, np.uint8)
        if head.kind != 'class_map' and ids != sorted(ids):
            if len(ids) > _MOST_UNSORTED:
                raise ManifestError(
                    'manifest field outputs.class_ids must be in rising order where it has more '
                    f'than {_MOST_UNSORTED} entries, got {len(ids)}'
                )
            # What is written during the contest must rise from rival to rival.
            self._rising = np.arange(len(ids), dtype=np.uint8)
        self._shelf = BufferPool()

    def write_class_ids(self, strip: Strip, class_map: np.ndarray) -> None:
        """
        Write the winning class ids of a strip into its window of a (H, W) uint8 class map.

        At each pixel the class with the largest interpolated score wins, the lower channel where
        two tie; scores that differ by 1e-5 are told apart as far as interpolation is exact: to
        4e-7 of the largest one, or as `Strip.upsample` has it.
        Where the winner has no id of its own (None) the pixel is unlabelled. A class map that the
        graph made is spread, each pixel taking the cell under its center.
        """
        pixels = class_map[strip.window]
        if self._head.kind == 'class_map':
            pixels[:] = strip.spread(strip.cells[0])
            return
        cells, cell_px, squares = self._candidates(strip), prod(strip.cell_size), None
        if cell_px != 1:
            # Taking a plane from all scores changes no winner, and large ones keep their digits.
            cells = cells - cells.max(axis=0)
            np.maximum(cells, LOWEST, out=cells)
            is_worth_a_look = (len(cells) - 1) * cell_px > LOOK
            squares = Squares(strip, cells) if is_worth_a_look else None
        if squares is not None and squares.are_worth_it:
            squares.argmax_pruned(self._rising, pixels, self._shelf)
        else:
            able = range(len(cells)) if squares is None else squares.able.tolist()
            self._argmax_all(strip, cells, able, pixels)
        if self._rising is not self._ids:
            pixels[:] = self._ids[pixels]

    def write_confidence(self, strip: Strip, confidence: np.ndarray) -> None:
        """
        Write the probability of the winner, times 255, into a strip's window of (H, W) uint8.

        It is made at the cells and interpolated. Against a softmax at every pixel of a street-like
        scene of 21 classes this is off by 0.01 in the mean and, where the cells around agree on
        the winner, by 0.16 at most; on borders, whose narrow dip it skips, it is too sure by up to
        0.45. Channels that compete with 'none of them' say yes or no, and the likelier of both
        counts. A class map made in the graph has no probabilities: what is labelled is sure.
        """
        if self._head.kind == 'class_map':
            certain = np.where(strip.cells[0] == UNLABELLED, 0, 255).astype(np.uint8)
            confidence[strip.window] = strip.spread(certain)
            return
        certain = np.rint(_probability(strip.cells, self._head) * 255).astype(np.uint8)
        confidence[strip.window] = strip.upsample(certain)

    def _candidates(self, strip: Strip) -> np.ndarray:
        """Return the cells of all that compete, `none of them` included where that is implied."""
        if not self._head.implied:
            return strip.cells
        return np.concatenate((np.full_like(strip.cells[:1], self._head.neutral), strip.cells))

    def _argmax_all(
        self, strip: Strip, cells: np.ndarray, able: Sequence[int], pixels: np.ndarray
    ) -> None:
        """Compare all that are able at every pixel of the strip."""
        pixels[:] = self._rising[able[0]]
        if len(able) == 1:
            return
        planes = self._shelf.take('planes', (2, strip.buffer_size), np.float32)
        best = strip.upsample(cells[able[0]], planes[0])
        wins = self._shelf.take('wins', best.shape, np.uint8)
        for rival in able[1:]:
            score = strip.upsample(cells[rival], planes[1])
            cv2.compare(score, best, cv2.CMP_GT, dst=wins)
            np.bitwise_and(wins, self._rising[rival], out=wins)
            cv2.max(pixels, wins, dst=pixels)
            if rival != able[-1]:
                cv2.max(best, score, dst=best)


def hide_unsure(class_map: np.ndarray, confidence: np.ndarray, threshold: float) -> None:
    """Leave unlabelled, in place, where the confidence (0..255) is below `threshold` (0..1)."""
    # Not cv2.compare, which takes an image of one pixel for a number.
    unsure = cv2.inRange(confidence, 0, round(threshold * 255) - 1)
    cv2.bitwise_or(class_map, unsure, dst=class_map)


def _probability(cells: np.ndarray, head: HeadSpec) -> np.ndarray:
    best = cells.max(axis=0)
    if head.kind == 'probabilities':
        probability = np.clip(best, 0.0, 1.0)
    elif head.implied:
        # Written so that it cannot overflow: the more likely of yes and no.
        return 1.0 / (1.0 + np.exp(-np.abs(best) / np.float32(head.temperature)))
    else:
        return 1.0 / np.exp((cells - best) / np.float32(head.temperature)).sum(axis=0)
    return np.maximum(probability, 1.0 - probability) if head.implied else probability


def _clear_outside(
    content: tuple[int, int], class_map: np.ndarray, confidence: np.ndarray | None
) -> None:
    for plane, empty in ((class_map, UNLABELLED), (confidence, 0)):
        if plane is not None:
            plane[content[0] :], plane[:, content[1] :] = empty, empty


def _lay_over(
    above: np.ndarray,
    above_confidence: np.ndarray | None,
    below: np.ndarray,
    below_confidence: np.ndarray | None,
) -> None:
    """Copy what `above` labels into `below`, with its confidence if both have one."""
    labelled = cv2.inRange(above, 0, UNLABELLED - 1)
    cv2.copyTo(above, labelled, below)
    if above_confidence is not None and below_confidence is not None:
        cv2.copyTo(above_confidence, labelled, below_confidence)
