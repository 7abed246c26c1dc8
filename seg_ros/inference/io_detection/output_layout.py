# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Detect from the shape of an output which axes are its channels, rows and columns."""

from dataclasses import dataclass
from math import inf, log, prod, sqrt

import numpy as np

from seg_ros.errors import ManifestError, ModelError
from seg_ros.inference.io_spec import TensorSpec

MAX_FLAT_STRIDE = 16
"""Largest stride of a flattened output; lists of objects are shorter than its number of cells."""

_LAYOUTS = {2: ('NL',), 3: ('NHW', 'NCL', 'NLC'), 4: ('NCHW', 'NHWC')}


@dataclass(frozen=True, eq=False)
class Sample:
    """The values of an output for an input of `network` = (height, width) pixels."""

    spec: TensorSpec
    values: np.ndarray
    network: tuple[int, int]

    def __post_init__(self) -> None:
        """Raise ModelError unless the values are a map of one image."""
        shape = self.values.shape
        pooled = len(shape) == 4 and shape[2] == 1
        if len(shape) not in _LAYOUTS or shape[0] != 1 or 0 in shape or pooled:
            raise ModelError(
                f'output {self.spec.name!r} must be a map of one image, (1, C, H, W), '
                f'(1, H, W, C) or (1, H, W), got {shape}'
            )

    def planes(self, layout: str) -> np.ndarray:
        """Return the values as (C, H, W), taken to have this layout."""
        return planes_of(self.values, layout, self.grid(layout))

    def grid(self, layout: str) -> tuple[int, int] | None:
        """
        Return rows and columns where this layout has them on one axis, L, row by row.

        They are those of one whole stride up to MAX_FLAT_STRIDE, rounded up; None where there is
        none, and for other layouts.
        """
        if 'L' not in layout:
            return None
        cells = self.values.shape[layout.index('L')]
        stride = round(sqrt(prod(self.network) / cells))
        if not 0 < stride <= MAX_FLAT_STRIDE:
            return None
        rows, columns = (-(-side // stride) for side in self.network)
        return (rows, columns) if rows * columns == cells else None

    def stride(self, layout: str) -> tuple[float, float]:
        """Return network pixels per cell, (rows, columns), if the values have this layout."""
        _, rows, columns = self.planes(layout).shape
        return self.network[0] / rows, self.network[1] / columns

    def is_map(self, layout: str) -> bool:
        """
        Return whether one stride of at least 1 gives both rows and columns, in this layout.

        Where it does not divide the size of the input, cells are rounded up or down.
        """
        if 'L' in layout:
            return self.grid(layout) is not None
        cells = self.planes(layout).shape[1:]
        if any(count > side for count, side in zip(cells, self.network)):
            return False
        above = max(side / (count + 1) for count, side in zip(cells, self.network))
        below = min(
            side / (count - 1) if count > 1 else inf for count, side in zip(cells, self.network)
        )
        return above < below

    @property
    def holds_boxes(self) -> bool:
        """Whether each line of a table is an object: four numbers in pixels, then a score 0..1."""
        table = self.values[0].squeeze()
        if table.ndim != 2 or min(table.shape) < 5 or table.dtype.kind != 'f':
            return False
        fields = table if len(table) <= table.shape[1] else table.T
        corners, scores, side = fields[:4], fields[4], max(self.network)
        in_pixels = corners.min() >= -side and 2 < np.median(corners) and corners.max() <= 2 * side
        in_range = scores.min() >= 0 and scores.max() <= 1
        # Whole numbers are those of a class map.
        return bool(in_pixels and in_range and np.any(scores % 1))


def planes_of(values: np.ndarray, layout: str, grid: tuple[int, int] | None) -> np.ndarray:
    """
    Return the values of an output, for a batch of 1, as a (C, H, W) view.

    `grid` is (rows, columns) for a flattened output, which has L in its layout.
    """
    if 'C' in layout:
        values = np.moveaxis(values[0], layout.index('C') - 1, 0)
    return values if grid is None else values.reshape(-1, *grid)


def likely_layout(sample: Sample, counts: tuple[int, ...] = ()) -> str:
    """
    Return the most likely layout of an output.

    A map comes before what is none, then channels among `counts`, then squarer cells.
    """

    def rank(layout: str) -> tuple[bool, bool, float]:
        if not sample.is_map(layout):
            return False, False, 0.0
        rows, columns = sample.stride(layout)
        return True, len(sample.planes(layout)) in counts, -abs(log(rows / columns))

    return max(_LAYOUTS[sample.values.ndim], key=rank)


def detect_layout(given: str | None, sample: Sample, classes: int) -> tuple[str, str]:
    """
    Return the layout of an output, and the reason; `given` is that of the manifest.

    Raises ManifestError where the output cannot have it, ModelError where none is given and the
    output is no map of the input.
    """
    shape = sample.values.shape
    if given is None:
        layout = likely_layout(sample, (1, classes - 1, classes))
        refuse_unless_map(sample, layout)
        return layout, f'by its shape {shape} and {classes} classes'
    if len(given) != len(shape):
        raise ManifestError(
            f'manifest field outputs.layout must be one of {len(shape)} axes as output '
            f'{sample.spec.name!r} has shape {shape}, got {given!r}'
        )
    if 'L' in given and sample.grid(given) is None:
        raise ManifestError(
            f'manifest field outputs.layout can be {given} only where L is rows times columns of '
            f'the {sample.network[0]} x {sample.network[1]} input at one stride, 1 to '
            f'{MAX_FLAT_STRIDE}, got {shape}: export output {sample.spec.name!r} as (N, C, H, W)'
        )
    return given, 'as in the manifest'


def refuse_unless_map(sample: Sample, layout: str) -> None:
    """Raise ModelError where cells of this layout do not cover the input, or numbers are boxes."""
    height, width = sample.network
    start = f'output {sample.spec.name!r} must be a map of the {height} x {width} input'
    remedy = 'if it is one, give manifest field outputs.layout'
    shape = sample.values.shape
    if not sample.is_map(layout):
        raise ModelError(
            f'{start}, of one stride for rows and columns, got {shape}, as boxes and scores of '
            f'objects have; {remedy}'
        )
    if sample.holds_boxes:
        raise ModelError(f'{start}, got {shape} with the numbers of boxes in pixels; {remedy}')
