# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Ask the network about an image, as a whole or tile by tile: strips of cells come out."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from math import lcm

import numpy as np

from seg_ros.datatypes import Image, UNLABELLED
from seg_ros.errors import FrameError, ManifestError
from seg_ros.inference.io_spec import HeadSpec, IoSpec, Placement
from seg_ros.inference.manifest import InputFacts
from seg_ros.segmentation.decode.resampling import Axis, split_into_strips, Strip
from seg_ros.segmentation.preprocess import Preparer
from seg_ros.segmentation.tiling import sweep, Tiling


Run = Callable[[np.ndarray, tuple[str, ...]], list[np.ndarray]]
"""Takes the input tensor and the names of the outputs that are wanted."""

Block = tuple[int, int, np.ndarray, tuple[Axis, Axis]]
"""Number of the head, first row of the grid, cells, and the axes they lie on."""


class Network:
    """
    What is done around the network's run: size, colors and numbers before it, cells after it.

    Raises ManifestError where the image is to be cut into tiles but the cells do not fit them.
    """

    def __init__(self, facts: InputFacts, contract: IoSpec) -> None:
        """Lay out the input; with tiles, find a stride that suits every head."""
        self._facts = facts
        self._heads = contract.heads
        self._names = tuple(head.name for head in contract.heads)
        self._preparer = Preparer(facts, contract.input)
        self._tile = (contract.input.height or 0, contract.input.width or 0)
        if self.tiles:
            self._strides = [_whole_stride(head, self._tile) for head in contract.heads]

    @property
    def tiles(self) -> bool:
        """Tell whether images are cut into tiles."""
        return self._facts.resize == 'tile'

    def place(self, image: Image) -> Placement:
        """Return where the image lies in what the network sees: itself where it is tiled."""
        size = (image.height_px, image.width_px)
        return Placement(size, size) if self.tiles else self._preparer.place(*size)

    def shown(self, image: Image, size: tuple[int, int]) -> tuple[int, int]:
        """Return how much of an output of `size` = (height, width) shows the image."""
        if size == (image.height_px, image.width_px):
            return size
        return self.place(image).content

    def strips(
        self, image: Image, pixels: tuple[int, int], run: Run
    ) -> Iterator[tuple[int, Strip]]:
        """
        Run the network and yield head by head, and strip by strip, what it says.

        A strip decides pixels of an image of `pixels` = (height, width) that shows all of the
        image; it holds good until the next one is asked for.
        """
        ask = self._tiled if self.tiles else self._whole
        for head, first, cells, axes in ask(image, pixels, run):
            for strip in split_into_strips(cells, first, *axes):
                yield head, strip

    def _whole(self, image: Image, pixels: tuple[int, int], run: Run) -> Iterator[Block]:
        tensor, placement = self._preparer.prepare(image)
        for number, raw in enumerate(run(tensor, self._names)):
            cells = unpack(raw, self._heads[number])
            yield number, 0, cells, _axes(cells.shape[1:], pixels, placement)

    def _tiled(self, image: Image, pixels: tuple[int, int], run: Run) -> Iterator[Block]:
        rows, columns = zip(*self._strides)
        unit = (lcm(*rows), lcm(*columns))
        size = (image.height_px, image.width_px)
        tiling = Tiling.over(size, self._tile, unit, self._facts.overlap)

        def outputs_at(top: int, left: int) -> list[np.ndarray]:
            height, width = self._tile
            cropped = image.pixels[top : top + height, left : left + width]
            tensor, _ = self._preparer.prepare(Image(cropped, image.order))
            return [unpack(raw, head) for raw, head in zip(run(tensor, self._names), self._heads)]

        for number, first, cells in sweep(tiling, self._strides, outputs_at):
            stride = self._strides[number]
            down, across = map(Axis, tiling.grid(stride), pixels, map(Fraction, stride))
            yield (
                number,
                first,
                cells,
                (down, across),
            )


@lru_cache(maxsize=64)
def _axes(
    cells: tuple[int, int], pixels: tuple[int, int], placement: Placement
) -> tuple[Axis, Axis]:
    rows, columns = (
        Axis(count, length, Fraction(length * network, content * count))
        for count, length, network, content in zip(
            cells, pixels, placement.network, placement.content
        )
    )
    return rows, columns


def _whole_stride(head: HeadSpec, tile: tuple[int, int]) -> tuple[int, int]:
    rows, columns = map(round, head.stride)
    stride = (rows, columns)
    if stride != head.stride or any(side % step for side, step in zip(tile, stride)):
        raise ManifestError(
            'manifest field input.resize can be tile only where cells are whole pixels, got '
            f'tiles of {tile[0]} x {tile[1]} pixels and cells of {head.stride[0]:.4g} x '
            f'{head.stride[1]:.4g} in output {head.name!r}'
        )
    return stride


def unpack(raw: np.ndarray, head: HeadSpec) -> np.ndarray:
    """
    Return (C, h, w) real float32 scores or, of a class map, (1, h, w) uint8 class ids.

    `raw` is as the network gave it, batch axis included. Values of a class map to which no class
    belongs become unlabelled. Raises FrameError where a score is not a finite number.
    """
    planes = raw if head.layout == 'NHW' else raw[0]
    if head.layout == 'NHWC':
        planes = planes.transpose(2, 0, 1)
    if head.kind == 'class_map':
        return _class_ids(planes, head)
    scores = np.ascontiguousarray(planes, np.float32)
    if head.scale is not None:
        scores = (scores - np.float32(head.zero_point)) * np.float32(head.scale)
    if not np.isfinite(scores).all():
        raise FrameError(f'output {head.name!r} must be finite numbers, got nan or infinity')
    return scores


def _class_ids(planes: np.ndarray, head: HeadSpec) -> np.ndarray:
    table = np.full(256, UNLABELLED, np.uint8)
    for value, class_id in enumerate(head.class_ids):
        table[value] = UNLABELLED if class_id is None else class_id
    if planes.dtype.kind == 'f':
        planes = planes.astype(np.int64)
    # Seen as unsigned, a negative value is larger than any class.
    unsigned = planes.view(f'u{planes.itemsize}')
    return table[np.minimum(unsigned, UNLABELLED).astype(np.uint8)]
