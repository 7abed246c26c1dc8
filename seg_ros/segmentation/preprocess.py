# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""From an image to the network's input tensor: resized, then color-converted, then normalized."""

from collections.abc import Sequence

import cv2
import numpy as np

from seg_ros.datatypes import Image
from seg_ros.errors import ManifestError
from seg_ros.inference.io_spec import InputSpec, Placement
from seg_ros.inference.manifest import InputFacts
from seg_ros.segmentation.buffer_pool import BufferPool


class Preprocessor:
    """
    Writes images into one input tensor, which is reused from call to call.

    Range, mean, std and the tensor's dtype are one table of 256 numbers per channel, so that each
    pixel takes one table lookup and is rounded once. Raises ManifestError where an integer input
    has a mean or std in the manifest: it takes the pixels as they are (int8: minus 128).
    """

    def __init__(self, facts: InputFacts, spec: InputSpec) -> None:
        """Tabulate the input value of each pixel value in each channel."""
        self._facts = facts
        self._spec = spec
        self._table = _value_table(facts, np.dtype(spec.dtype))
        self._placement: Placement | None = None
        self._buffers = BufferPool()

    def prepare(self, image: Image) -> tuple[np.ndarray, Placement]:
        """
        Return the input tensor and the placement of the image in it.

        The tensor is (1, C, H, W) or (1, H, W, C) and valid until the next call. Raises ValueError
        where the image is larger than the network's input and input.resize is `tile`.
        """
        placement = self.placement(image.height_px, image.width_px)
        if placement != self._placement:
            self._allocate(placement)
        self._write(self._resized(image.pixels, placement.content), image.order)
        return self._tensor, placement

    def placement(self, height: int, width: int) -> Placement:
        """Return the placement of an image of this size in pixels; ValueError as `prepare`."""
        size = self._facts.size or (None, None)
        fixed = (self._spec.height or size[0], self._spec.width or size[1])
        multiple = self._facts.divisible_by
        network = (fixed[0] or _round_up(height, multiple), fixed[1] or _round_up(width, multiple))
        if self._facts.resize == 'stretch':
            return Placement(network, network)
        if self._facts.resize == 'tile' or fixed == (None, None):
            return Placement(network, (height, width))
        scale = min(network[0] / height, network[1] / width)
        return Placement(network, (max(1, round(height * scale)), max(1, round(width * scale))))

    def _allocate(self, placement: Placement) -> None:
        rows, columns = placement.content
        channels, dtype = self._facts.channels, self._spec.dtype
        padding = self._table[self._facts.pad_value]
        if self._spec.layout == 'NCHW':
            self._tensor = np.empty((1, channels, *placement.network), dtype)
            self._tensor[0] = padding[:, np.newaxis, np.newaxis]
            self._targets = tuple(_as_bits(plane[:rows, :columns]) for plane in self._tensor[0])
            self._tables = tuple(_as_bits(column) for column in self._table.T.copy())
        else:
            self._tensor = np.empty((1, *placement.network, channels), dtype)
            self._tensor[0] = padding
            self._targets = (_as_bits(self._tensor[0, :rows, :columns]),)
            self._tables = (_as_bits(self._table[np.newaxis]),)
        self._placement = placement

    def _resized(self, pixels: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        if pixels.shape[:2] == size:
            return pixels
        resized = self._buffers.get_buffer('resized', (*size, *pixels.shape[2:]), np.uint8)
        # Bilinear without anti-aliasing, as in the pipelines that networks are trained with.
        return cv2.resize(pixels, size[::-1], dst=resized, interpolation=cv2.INTER_LINEAR)

    def _write(self, pixels: np.ndarray, order: str) -> None:
        is_planar = self._spec.layout == 'NCHW'
        sources = (
            self._planes(pixels, order)
            if is_planar
            else (_convert_color(pixels, order, self._facts.input_space),)
        )
        for source, table, target in zip(sources, self._tables, self._targets):
            if self._spec.dtype == 'uint8':
                np.copyto(target, source.reshape(target.shape))
            else:
                cv2.LUT(source, table, dst=target)

    def _planes(self, pixels: np.ndarray, order: str) -> Sequence[np.ndarray]:
        """Return the channels in the order of the network's input space."""
        space = self._facts.input_space
        if 'gray' in (order, space.lower()):
            return cv2.split(_convert_color(pixels, order, space))
        buffer = self._buffers.get_buffer('planes', (len(order), *pixels.shape[:2]), np.uint8)
        planes = cv2.split(pixels, list(buffer))
        return [planes[order.index(letter)] for letter in space.lower()]


def _value_table(facts: InputFacts, dtype: np.dtype) -> np.ndarray:
    mean = np.array(facts.mean or (0.0,) * facts.channels)
    std = np.array(facts.std or (1.0,) * facts.channels)
    values = np.arange(256)[:, np.newaxis].repeat(facts.channels, axis=1)
    if dtype.kind == 'f':
        low, high = facts.input_range
        return ((low + values * ((high - low) / 255) - mean) / std).astype(dtype)
    if mean.any() or (std != 1).any():
        raise ManifestError(
            'manifest fields input.mean and input.std must be left out where the input is '
            f'{dtype}, which takes the pixels as they are, got {facts.mean} and {facts.std}'
        )
    return (values + np.iinfo(dtype).min).astype(dtype)


def _convert_color(pixels: np.ndarray, order: str, space: str) -> np.ndarray:
    if order == space.lower():
        return pixels
    return cv2.cvtColor(pixels, getattr(cv2, f'COLOR_{order.upper()}2{space}'))


def _as_bits(array: np.ndarray) -> np.ndarray:
    # Old OpenCV has no float16, but a table lookup copies 16 bits of any type.
    return array.view(np.uint16) if array.dtype == np.float16 else array


def _round_up(length: int, multiple: int) -> int:
    return -(-length // multiple) * multiple
