# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Regions of Label Studio: run lengths of a brush, a PNG, or outlines in percent of the image."""

from typing import Any

import cv2
import numpy as np

from seg_ros.errors import InputError
from seg_ros.label_formats.json_fields import decode_base64, field, point
from seg_ros.label_formats.label_studio_rle import decode_brush
from seg_ros.label_formats.outlines import ellipse, polygon, rotate
from seg_ros.label_formats.region import Region

_KEYS = ('rle', 'imageDataURL', 'points', 'radiusX', 'height')
"""Keys of regions with an area; a key point has a width, but no height."""


def has_region(result: dict[str, Any]) -> bool:
    """Return whether a result of an annotation is a region of the image."""
    value = result.get('value')
    return isinstance(value, dict) and any(key in value for key in _KEYS)


def region_of(result: dict[str, Any], size: tuple[int, int]) -> Region:
    """Return the pixels of a result in an image of (height, width); InputError if wrong."""
    if result.get('image_rotation'):
        raise InputError(
            f'image_rotation must be 0, got {result["image_rotation"]}; label the image upright'
        )
    value = field(result, 'value', dict)
    height, width = size
    if 'rle' in value:
        return Region(0, 0, decode_brush(field(value, 'rle', list), height, width))
    if 'imageDataURL' in value:
        return Region(0, 0, _decode_png(field(value, 'imageDataURL', str), size))
    if 'points' in value:
        points = [_percent(each, size) for each in field(value, 'points', list)]
        return polygon(points, size)
    x, y = _percent([field(value, 'x', float), field(value, 'y', float)], size)
    rotation_deg = field(value, 'rotation', float, default=0.0)
    if 'radiusX' in value:
        radii = [field(value, 'radiusX', float), field(value, 'radiusY', float)]
        radius_x, radius_y = _percent(radii, size)
        return ellipse((x, y), (radius_x, radius_y), size, rotation_deg)
    # Label Studio rotates rectangles about their upper left corner.
    across, down = _percent([field(value, 'width', float), field(value, 'height', float)], size)
    ring = np.array([(x, y), (x + across, y), (x + across, y + down), (x, y + down)])
    return polygon(rotate(ring, ring[0], rotation_deg), size)


def _percent(numbers: Any, size: tuple[int, int]) -> tuple[float, float]:
    x, y = point(numbers)
    return x * size[1] / 100.0, y * size[0] / 100.0


def _decode_png(url: str, size: tuple[int, int]) -> np.ndarray:
    data = decode_base64(url.partition('base64,')[2], 'imageDataURL')
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED) if data else None
    if pixels is None or pixels.shape[:2] != size:
        raise InputError(f'imageDataURL must be a PNG of {size[1]}x{size[0]}')
    if pixels.ndim == 3:
        pixels = pixels[..., 3] if pixels.shape[2] == 4 else pixels.max(axis=2)
    return pixels > 0
