# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Run the network on an image, whole or in tiles, and yield its outputs as strips of cells."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from math import lcm

import numpy as np

from seg_ros.datatypes import Image, UNLABELLED
from seg_ros.errors import FrameError, ManifestError
from seg_ros.inference.io_detection.output_layout import planes_of
from seg_ros.inference.io_spec import HeadSpec, IoSpec, Placement
from seg_ros.inference.manifest import InputFacts
from seg_ros.segmentation.decode.instances import instance_cells
from seg_ros.segmentation.decode.resampling import Axis, split_into_strips, Strip
from seg_ros.segmentation.preprocess import Preprocessor
from seg_ros.segmentation.tiling import run_tiles, Tiling


Run = Callable[[np.ndarray, tuple[str, ...]], list[np.ndarray]]
"""Takes the input tensor and the names of the requested outputs."""

HeadCells = tuple[int, int, np.ndarray, tuple[Axis, Axis]]
"""Number of the head, first row of the grid, (C, n, w) cells, and the axes of the grid."""


class Network:
    """
    Preprocesses an image, runs the network, and yields its outputs with their place in the image.

    Raises ManifestError where the image is to be cut into tiles that cells do not fit in.
    """

    def __init__(self, facts: InputFacts, io_spec: IoSpec) -> None:
        """Prepare the preprocessing, and check the strides where the image is tiled."""
        self._facts = facts
        self._heads = io_spec.heads
        self._names = tuple(name for head in io_spec.heads for name in head.outputs)
        self._preprocessor = Preprocessor(facts, io_spec.input)
        self._tile = (io_spec.input.height or 0, io_spec.input.width or 0)
        if self.is_tiled:
            self._strides = [_integer_stride(head, self._tile) for head in io_spec.heads]

    @property
    def is_tiled(self) -> bool:
        """Whether images are cut into tiles."""
        return self._facts.resize == 'tile'

    def placement(self, image: Image) -> Placement:
        """Return where the image lies in the network's input; a tiled image is not resized."""
        size = (image.height_px, image.width_px)
        return Placement(size, size) if self.is_tiled else self._preprocessor.placement(*size)

    def content_size(self, image: Image, output_size: tuple[int, int]) -> tuple[int, int]:
        """Return how many rows and columns of an output of (height, width) show the image."""
        if output_size == (image.height_px, image.width_px):
            return output_size
        return self.placement(image).content

    def strips(
        self, image: Image, content_size: tuple[int, int], run: Run
    ) -> Iterator[tuple[int, Strip]]:
        """
        Run the network and yield its outputs: the number of a head, and a strip of its cells.

        The strips are those of an output in which the image is `content_size` = (height, width)
        pixels large. A strip is valid until the next one is requested.
        """
        outputs = self._run_tiled if self.is_tiled else self._run_whole
        for head, first, cells, axes in outputs(image, content_size, run):
            for strip in split_into_strips(cells, first, *axes):
                yield head, strip

    def _run_whole(
        self, image: Image, content_size: tuple[int, int], run: Run
    ) -> Iterator[HeadCells]:
        tensor, placement = self._preprocessor.prepare(image)
        for number, cells in enumerate(self._unpack(run(tensor, self._names))):
            yield number, 0, cells, _axes(cells.shape[1:], content_size, placement)

    def _run_tiled(
        self, image: Image, content_size: tuple[int, int], run: Run
    ) -> Iterator[HeadCells]:
        rows, columns = zip(*self._strides)
        unit = (lcm(*rows), lcm(*columns))
        size = (image.height_px, image.width_px)
        tiling = Tiling.of_image(size, self._tile, unit, self._facts.overlap)

        def run_tile(top: int, left: int) -> list[np.ndarray]:
            height, width = self._tile
            cropped = image.pixels[top : top + height, left : left + width]
            tensor, _ = self._preprocessor.prepare(Image(cropped, image.order))
            return list(self._unpack(run(tensor, self._names)))

        for number, first, cells in run_tiles(tiling, self._strides, run_tile):
            stride = self._strides[number]
            down, across = map(Axis, tiling.grid(stride), content_size, map(Fraction, stride))
            yield number, first, cells, (down, across)

    def _unpack(self, outputs: list[np.ndarray]) -> Iterator[np.ndarray]:
        remaining = iter(outputs)
        for head in self._heads:
            raw = next(remaining)
            if head.instances is None:
                yield unpack(raw, head)
            else:
                yield instance_cells(raw, next(remaining), head)


@lru_cache(maxsize=64)
def _axes(
    cells: tuple[int, int], content_size: tuple[int, int], placement: Placement
) -> tuple[Axis, Axis]:
    rows, columns = (
        Axis(count, length, Fraction(length * network, content * count))
        for count, length, network, content in zip(
            cells, content_size, placement.network, placement.content
        )
    )
    return rows, columns


def _integer_stride(head: HeadSpec, tile: tuple[int, int]) -> tuple[int, int]:
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
    Return (C, h, w) float32 scores, dequantized, or the (1, h, w) uint8 ids of a class map.

    `raw` is an output of the network, batch axis included. Values of a class map that have no
    class become unlabelled. Raises FrameError where a score is not a finite number.
    """
    planes = planes_of(raw, head.layout, head.grid)
    if head.kind == 'class_map':
        return _class_ids(planes, head)
    scores = np.ascontiguousarray(planes, np.float32)
    if head.scale is not None:
        scores = (scores - np.float32(head.zero_point)) * np.float32(head.scale)
    if not np.isfinite(scores).all():
        raise FrameError(f'output {head.name!r} must be finite numbers, got nan or infinity')
    return scores


def _class_ids(planes: np.ndarray, head: HeadSpec) -> np.ndarray:
    table = np.full(257, UNLABELLED, np.uint8)
    for value, class_id in enumerate(head.class_ids):
        table[value] = UNLABELLED if class_id is None else class_id
    if planes.dtype.kind == 'f':
        planes = planes.astype(np.int64)
    # As an unsigned integer a negative value is larger than any class id.
    values = planes.view(f'u{planes.itemsize}')
    if values.itemsize > 1:
        values = np.minimum(values, 256).astype(np.uint16)
    return table[values]
