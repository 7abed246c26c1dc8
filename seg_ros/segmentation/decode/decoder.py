# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
From the scores of all heads to one class map and its confidence.

Scores are upsampled first, then compared; where a later head labels a pixel, it covers the
heads before it.
"""

from collections.abc import Iterable, Sequence
from math import prod

import cv2
import numpy as np

from seg_ros.datatypes import UNLABELLED
from seg_ros.errors import ManifestError
from seg_ros.inference.io_spec import HeadSpec
from seg_ros.segmentation.buffer_pool import BufferPool
from seg_ros.segmentation.decode.pruned_argmax import PixelBlocks
from seg_ros.segmentation.decode.resampling import Strip

BLOCKS_COST = 12.0
"""Measured cost of `PixelBlocks` per cell; the unit is comparing one more class at a pixel."""

LOWEST_SCORE = np.float32(-1e30)
"""Lower scores never win at a pixel, but differences between them would overflow."""

_MAX_UNSORTED = 256


class Decoder:
    """
    Decodes the outputs of a network, in memory that it keeps from frame to frame.

    Raises ManifestError as HeadDecoder.
    """

    def __init__(self, heads: Sequence[HeadSpec]) -> None:
        """Decode these heads, in which later ones cover earlier ones."""
        self._heads = tuple(map(HeadDecoder, heads))

    def decode(
        self,
        strips: Iterable[tuple[int, Strip]],
        content_size: tuple[int, int],
        class_map: np.ndarray,
        confidence: np.ndarray | None,
    ) -> None:
        """
        Write class ids and confidence, both (H, W) uint8, from strips with their head's number.

        Pixels beyond the first `content_size` = (rows, columns) are unlabelled, with confidence 0.
        """
        # The first head writes into the result, later heads into planes of their own.
        layers = [(class_map, confidence)] + [
            (
                np.empty_like(class_map),
                None if confidence is None else np.empty_like(confidence),
            )
            for _ in self._heads[1:]
        ]
        for layer in layers:
            _clear_outside(content_size, *layer)
        for number, strip in strips:
            head_map, head_confidence = layers[number]
            self._heads[number].write_class_ids(strip, head_map)
            if head_confidence is not None:
                self._heads[number].write_confidence(strip, head_confidence)
        for head_map, head_confidence in layers[1:]:
            labeled = cv2.inRange(head_map, 0, UNLABELLED - 1)
            cv2.copyTo(head_map, labeled, class_map)
            if head_confidence is not None:
                cv2.copyTo(head_confidence, labeled, confidence)


class HeadDecoder:
    """
    Decodes the strips of one head, in memory that it keeps from frame to frame.

    Raises ManifestError where there are more than 256 channels with class ids that do not rise.
    """

    def __init__(self, head: HeadSpec) -> None:
        """Tabulate the class ids of the channels."""
        self._head = head
        ids = [UNLABELLED if number is None else number for number in head.class_ids]
        self._ids = self._rising_ids = np.array(ids, np.uint8)
        if head.has_scores and ids != sorted(ids):
            if len(ids) > _MAX_UNSORTED:
                raise ManifestError(
                    'manifest field outputs.class_ids must be in rising order where it has more '
                    f'than {_MAX_UNSORTED} entries, got {len(ids)}'
                )
            # Comparisons write the maximum of ids, so these must rise from channel to channel.
            self._rising_ids = np.arange(len(ids), dtype=np.uint8)
        self._buffers = BufferPool()

    def write_class_ids(self, strip: Strip, class_map: np.ndarray) -> None:
        """
        Write the winning class ids of a strip into its window of a (H, W) uint8 class map.

        At each pixel the class with the largest interpolated score wins, the lower channel in a
        tie. Scores that differ by 1e-5 are distinguished as far as interpolation is exact: to 4e-7
        of the largest one, or as documented in `Strip.upsample`. Where the winner has no class id
        (None) the pixel is unlabelled. In a class map made in the graph, or of instances, each
        pixel takes the id of its own cell.
        """
        pixels = class_map[strip.window]
        if not self._head.has_scores:
            pixels[:] = strip.upsample_nearest(strip.cells[0])
            return
        cells, cell_px, blocks = self._all_scores(strip), prod(strip.cell_size), None
        if cell_px != 1:
            # Subtracting a plane from all scores changes no winner and keeps float32 precise.
            cells = cells - cells.max(axis=0)
            np.maximum(cells, LOWEST_SCORE, out=cells)
            if (len(cells) - 1) * cell_px > BLOCKS_COST:
                blocks = PixelBlocks(strip, cells)
        if blocks is not None and blocks.saves_time:
            blocks.argmax_pruned(self._rising_ids, pixels, self._buffers)
        else:
            candidates = range(len(cells)) if blocks is None else blocks.candidates.tolist()
            self._argmax_all(strip, cells, candidates, pixels)
        if self._rising_ids is not self._ids:
            pixels[:] = self._ids[pixels]

    def write_confidence(self, strip: Strip, confidence: np.ndarray) -> None:
        """
        Write the winners' probability, times 255, into a strip's window of (H, W) uint8.

        It is computed at the cells and interpolated. Against a softmax at every pixel of a street
        scene of 21 classes this is off by 0.01 in the mean, and by 0.16 at most where the
        surrounding cells have the same winner; on borders, where confidence is low along a narrow
        line, it is too high by up to 0.45. With an implied class the probability is that of yes or
        of no, whichever is larger; with a sigmoid for each class it is the winner's own. A class
        map made in the graph has no probabilities: labeled pixels get 255. The confidence of
        instances is their score, (2, n, w) uint8 cells of ids and confidence.
        """
        if not self._head.has_scores:
            ids, *scores = strip.cells
            at_cells = scores[0] if scores else np.where(ids == UNLABELLED, 0, 255)
            confidence[strip.window] = strip.upsample_nearest(at_cells.astype(np.uint8))
            return
        at_cells = np.rint(_probability(strip.cells, self._head) * 255).astype(np.uint8)
        confidence[strip.window] = strip.upsample(at_cells)

    def _all_scores(self, strip: Strip) -> np.ndarray:
        """Return the cells of all classes, the implied one included."""
        if not self._head.has_implied_class:
            return strip.cells
        implied = np.full_like(strip.cells[:1], self._head.implied_score)
        return np.concatenate((implied, strip.cells))

    def _argmax_all(
        self, strip: Strip, cells: np.ndarray, candidates: Sequence[int], pixels: np.ndarray
    ) -> None:
        """Compare all candidates, which rise, at every pixel of the strip."""
        pixels[:] = self._rising_ids[candidates[0]]
        if len(candidates) == 1:
            return
        planes = self._buffers.get_buffer('planes', (2, strip.buffer_size), np.float32)
        best = strip.upsample(cells[candidates[0]], planes[0])
        wins = self._buffers.get_buffer('wins', best.shape, np.uint8)
        for candidate in candidates[1:]:
            score = strip.upsample(cells[candidate], planes[1])
            cv2.compare(score, best, cv2.CMP_GT, dst=wins)
            np.bitwise_and(wins, self._rising_ids[candidate], out=wins)
            cv2.max(pixels, wins, dst=pixels)
            if candidate != candidates[-1]:
                cv2.max(best, score, dst=best)


def apply_threshold(class_map: np.ndarray, confidence: np.ndarray, threshold: float) -> None:
    """Leave pixels unlabelled, in place, whose confidence (0..255) is below `threshold` (0..1)."""
    # Not cv2.compare, which takes an image of one pixel for a number.
    below = cv2.inRange(confidence, 0, round(threshold * 255) - 1)
    cv2.bitwise_or(class_map, below, dst=class_map)


def _probability(cells: np.ndarray, head: HeadSpec) -> np.ndarray:
    best = cells.max(axis=0)
    if head.kind == 'probabilities':
        probability = np.clip(best, 0.0, 1.0)
    elif head.kind == 'sigmoid' or head.has_implied_class:
        # Of the absolute value it cannot overflow, and is the larger of yes and no.
        larger = 1.0 / (1.0 + np.exp(-np.abs(best) / np.float32(head.temperature)))
        return larger if head.has_implied_class else np.where(best < 0, 1.0 - larger, larger)
    else:
        return 1.0 / np.exp((cells - best) / np.float32(head.temperature)).sum(axis=0)
    return np.maximum(probability, 1.0 - probability) if head.has_implied_class else probability


def _clear_outside(
    content_size: tuple[int, int], class_map: np.ndarray, confidence: np.ndarray | None
) -> None:
    for plane, empty in ((class_map, UNLABELLED), (confidence, 0)):
        if plane is not None:
            plane[content_size[0] :], plane[:, content_size[1] :] = empty, empty
