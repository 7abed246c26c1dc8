# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""An image as it comes, and what a network answers."""

from dataclasses import dataclass

import numpy as np

CHANNELS_BY_ORDER = {'bgr': 3, 'rgb': 3, 'bgra': 4, 'rgba': 4, 'gray': 1}


@dataclass(frozen=True, eq=False)
class Image:
    """
    An image as it came: uint8 pixels and the order of their channels.

    `pixels` is (H, W, C) for bgr, rgb, bgra and rgba and (H, W) for gray; it may be a strided
    view of a message's bytes. Raises ValueError on any other shape or dtype.
    """

    pixels: np.ndarray
    order: str

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


@dataclass(frozen=True, eq=False)
class Segmentation:
    """
    One image's answer.

    `class_map` is (H, W) uint8 with class ids, 255 where unlabelled. `confidence` is (H, W) uint8,
    the probability of the winning class times 255, or None when nobody asked for it.
    """

    class_map: np.ndarray
    confidence: np.ndarray | None = None

    def __post_init__(self) -> None:
        """Check dtypes and that both maps have one size."""
        for name, plane in (('class_map', self.class_map), ('confidence', self.confidence)):
            if plane is not None and (plane.dtype != np.uint8 or plane.ndim != 2):
                raise ValueError(f'{name} must be (H, W) uint8, got {plane.shape} {plane.dtype}')
        if self.confidence is not None and self.confidence.shape != self.class_map.shape:
            raise ValueError(
                f'confidence must be {self.class_map.shape} as the class map is, '
                f'got {self.confidence.shape}'
            )
