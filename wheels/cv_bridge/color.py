# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What the name of an encoding says, and how to get from one encoding to another."""

from dataclasses import dataclass
import re

import cv2
import numpy as np
import numpy.typing as npt

DEPTHS = {'8U': 'u1', '8S': 'i1', '16U': 'u2', '16S': 'i2', '32S': 'i4', '32F': 'f4', '64F': 'f8'}
CHANNELS = {'rgb': 3, 'bgr': 3, 'rgba': 4, 'bgra': 4}
TARGETS = {'mono': 'GRAY', 'rgb': 'RGB', 'bgr': 'BGR', 'rgba': 'RGBA', 'bgra': 'BGRA'}
# ROS names a Bayer pattern from the first pixel on, OpenCV from the second of the second row.
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
    """Say which encoding or conversion is not supported, or which data do not fit."""


@dataclass(frozen=True)
class Encoding:
    """A color family (empty: bare numbers), the type of a number, and how many per pixel."""

    family: str
    dtype: np.dtype
    channels: int


def parse(name: str) -> Encoding:
    """Read the name of an encoding, or raise CvBridgeError."""
    if bare := re.fullmatch(r'(8U|8S|16U|16S|32S|32F|64F)(?:C(\d+))?', name):
        return Encoding('', np.dtype(DEPTHS[bare[1]]), int(bare[2] or 1))
    if name in ('yuv422', 'yuv422_yuy2'):
        return Encoding(name, np.dtype('u1'), 2)
    if color := re.fullmatch(r'(.+?)(8|16)', name):
        if color[1] in SOURCES:
            dtype = np.dtype('u1' if color[2] == '8' else 'u2')
            return Encoding(color[1], dtype, CHANNELS.get(color[1], 1))
    raise CvBridgeError(f'Unrecognized image encoding [{name}]')


def convert(image: npt.NDArray, source_name: str, target_name: str) -> npt.NDArray:
    """
    Convert an image from one encoding to another, or raise CvBridgeError.

    16 bits become 8 by 255/65535, rounded, and 8 become 16 by 65535/255; bare numbers only
    change their type, and never become a color.
    """
    source, target = parse(source_name), parse(target_name)
    if source_name == target_name:
        return image
    if source.family and target.family and source.family != target.family:
        image = _recolour(image, source.family, target.family)
    elif source.channels != target.channels or (target.family and not source.family):
        raise CvBridgeError(f'No conversion from [{source_name}] to [{target_name}]')
    return _redepth(image, target.dtype)


def _recolour(image: npt.NDArray, source: str, target: str) -> npt.NDArray:
    known = target in TARGETS and not (source.startswith('bayer') and target.endswith('a'))
    if not known:
        raise CvBridgeError(f'No conversion from [{source}] to [{target}]')
    code = getattr(cv2, 'COLOR_' + SOURCES[source].format(TARGETS[target]))
    try:
        return cv2.cvtColor(image, code)
    except cv2.error as error:
        raise CvBridgeError(f'[{source}] to [{target}] failed: {error.err}') from None


def _redepth(image: npt.NDArray, dtype: np.dtype) -> npt.NDArray:
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
