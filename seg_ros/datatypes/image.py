# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""An image, what is to be computed of it, and the result."""

from dataclasses import dataclass

import numpy as np

CHANNELS_BY_ORDER = {'bgr': 3, 'rgb': 3, 'bgra': 4, 'rgba': 4, 'gray': 1}


@dataclass(frozen=True, eq=False)
class Image:
    """
    An image: uint8 pixels and the order of their channels.

    `pixels` is (H, W, C) for bgr, rgb, bgra and rgba and (H, W) for gray; it may be a strided
    view of a message's bytes. `source_bits` is the depth of a channel before it became 8 bits.
    Raises ValueError on any other shape or dtype.
    """

    pixels: np.ndarray
    order: str
    source_bits: int = 8

    def __post_init__(self) -> None:
        """Check the order, the dtype and the shape."""
        if self.order not in CHANNELS_BY_ORDER:
            orders = ', '.join(CHANNELS_BY_ORDER)
            raise ValueError(f'order must be one of {orders}, got {self.order!r}')
        if self.pixels.dtype != np.uint8:
            raise ValueError(f'pixels must be uint8, got {self.pixels.dtype}')
        channels = CHANNELS_BY_ORDER[self.order]
        trailing = () if channels == 1 else (channels,)
        if self.pixels.ndim != 2 + len(trailing) or self.pixels.shape[2:] != trailing:
            expected = ('H', 'W', *trailing)
            raise ValueError(f'{self.order} pixels must be {expected}, got {self.pixels.shape}')
        if 0 in self.pixels.shape:
            raise ValueError(f'an image needs at least one pixel, got {self.pixels.shape}')

    @property
    def height_px(self) -> int:
        """Return the number of rows."""
        return self.pixels.shape[0]

    @property
    def width_px(self) -> int:
        """Return the number of columns."""
        return self.pixels.shape[1]


@dataclass(frozen=True)
class SegmentationRequest:
    """What to compute beside the class map; `masks` are names of class groups."""

    confidence: bool = False
    masks: tuple[str, ...] = ()
    overlay: bool = False
    color_map: bool = False
    class_shares: bool = False


@dataclass(frozen=True, eq=False)
class Mask:
    """The mask of a class group: (H, W) uint8, 255 where one of its classes is, else 0."""

    group: str
    pixels: np.ndarray


@dataclass(frozen=True, eq=False)
class Segmentation:
    """
    The result for one image.

    `class_map` is (H, W) uint8 with class ids, 255 where unlabelled. `confidence` is (H, W) uint8,
    the probability of the winning class times 255. `color_map` is (H, W, 3) uint8 bgr; `overlay`
    is too, at the size of the image. `class_shares` is (256,): the share of the image that each
    class id wins, before a confidence threshold leaves pixels unlabelled. What was not requested
    is None, and `masks` empty.
    """

    class_map: np.ndarray
    confidence: np.ndarray | None = None
    masks: tuple[Mask, ...] = ()
    overlay: np.ndarray | None = None
    color_map: np.ndarray | None = None
    class_shares: np.ndarray | None = None

    def __post_init__(self) -> None:
        """Check dtypes and shapes: all but the overlay have the size of the class map."""
        planes = [('class_map', self.class_map), ('confidence', self.confidence)]
        planes += [(f'mask {mask.group}', mask.pixels) for mask in self.masks]
        for name, plane in planes:
            if plane is not None and (plane.dtype != np.uint8 or plane.ndim != 2):
                raise ValueError(f'{name} must be (H, W) uint8, got {plane.shape} {plane.dtype}')
        for name, plane in (('overlay', self.overlay), ('color_map', self.color_map)):
            if plane is not None and (plane.dtype != np.uint8 or plane.shape[2:] != (3,)):
                raise ValueError(
                    f'{name} must be (H, W, 3) uint8, got {plane.shape} {plane.dtype}'
                )
        for name, plane in (*planes, ('color_map', self.color_map)):
            if plane is not None and plane.shape[:2] != self.class_map.shape:
                raise ValueError(
                    f'{name} must be {self.class_map.shape} as the class map is, got '
                    f'{plane.shape[:2]}'
                )
        if self.class_shares is not None and self.class_shares.shape != (256,):
            raise ValueError(f'class_shares must be (256,), got {self.class_shares.shape}')

    def mask(self, group: str) -> np.ndarray:
        """Return the pixels of a requested mask; KeyError for another group."""
        return {mask.group: mask.pixels for mask in self.masks}[group]
