# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Class scores become a class map: upsampled first, then compared."""

from collections.abc import Sequence
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

    def decide(self, strip: Strip, class_map: np.ndarray) -> None:
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
