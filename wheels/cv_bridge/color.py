# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Encodings of images, and conversions between them."""

from dataclasses import dataclass
import re

import cv2
import numpy as np
import numpy.typing as npt

DEPTHS = {'8U': 'u1', '8S': 'i1', '16U': 'u2', '16S': 'i2', '32S': 'i4', '32F': 'f4', '64F': 'f8'}
CHANNELS = {'rgb': 3, 'bgr': 3, 'rgba': 4, 'bgra': 4}
TARGETS = {'mono': 'GRAY', 'rgb': 'RGB', 'bgr': 'BGR', 'rgba': 'RGBA', 'bgra': 'BGRA'}
# ROS names a Bayer pattern from the first pixel on, OpenCV from the second pixel of the second
# row on.
SOURCES = {
    'mono': 'GRAY2{}',
    'rgb': 'RGB2{}',
    'bgr': 'BGR2{}',
    'rgba': 'RGBA2{}',
    'bgra': 'BGRA2{}',
    'yuv422': 'YUV2{}_UYVY',
    'yuv422_yuy2': 'YUV2{}_YUY2',
    'bayer_rggb': 'BayerBG2{}',
    'bayer_bggr': 'BayerRG2{}',
    'bayer_gbrg': 'BayerGR2{}',
    'bayer_grbg': 'BayerGB2{}',
}


class CvBridgeError(TypeError):
    """Raised for an encoding or conversion that is not supported, or inconsistent data."""


@dataclass(frozen=True)
class Encoding:
    """A color family (empty: numbers without color), the type and number of channels."""

    family: str
    dtype: np.dtype
    channels: int


def parse(name: str) -> Encoding:
    """Return the encoding of a name; CvBridgeError where it is unknown."""
    if numbers := re.fullmatch(r'(8U|8S|16U|16S|32S|32F|64F)(?:C(\d+))?', name):
        return Encoding('', np.dtype(DEPTHS[numbers[1]]), int(numbers[2] or 1))
    if name in ('yuv422', 'yuv422_yuy2'):
        return Encoding(name, np.dtype('u1'), 2)
    if color := re.fullmatch(r'(.+?)(8|16)', name):
        if color[1] in SOURCES:
            dtype = np.dtype('u1' if color[2] == '8' else 'u2')
            return Encoding(color[1], dtype, CHANNELS.get(color[1], 1))
    raise CvBridgeError(f'Unrecognized image encoding [{name}]')


def convert(image: npt.NDArray, source_name: str, target_name: str) -> npt.NDArray:
    """
    Convert an image from one encoding to another; CvBridgeError where that is not supported.

    16 bits are scaled to 8 by 255/65535, rounded, and 8 to 16 by 65535/255. Encodings without
    color are only converted to another type, never to a color.
    """
    source, target = parse(source_name), parse(target_name)
    if source_name == target_name:
        return image
    if source.family and target.family and source.family != target.family:
        image = _convert_color(image, source.family, target.family)
    elif source.channels != target.channels or (target.family and not source.family):
        raise CvBridgeError(f'No conversion from [{source_name}] to [{target_name}]')
    return _convert_type(image, target.dtype)


def _convert_color(image: npt.NDArray, source: str, target: str) -> npt.NDArray:
    is_supported = target in TARGETS and not (source.startswith('bayer') and target.endswith('a'))
    if not is_supported:
        raise CvBridgeError(f'No conversion from [{source}] to [{target}]')
    code = getattr(cv2, 'COLOR_' + SOURCES[source].format(TARGETS[target]))
    try:
        return cv2.cvtColor(image, code)
    except cv2.error as error:
        raise CvBridgeError(f'[{source}] to [{target}] failed: {error.err}') from None


def _convert_type(image: npt.NDArray, dtype: np.dtype) -> npt.NDArray:
    if image.dtype == dtype:
        return image
    factor = {(1, 2): 65535 / 255, (2, 1): 255 / 65535}.get(
        (image.dtype.itemsize, dtype.itemsize), 1.0
    )
    scaled = image * factor
    if dtype.kind in 'iu':
        limits = np.iinfo(dtype)
        scaled = np.rint(scaled).clip(limits.min, limits.max)
    return scaled.astype(dtype)
