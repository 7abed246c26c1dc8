# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Decode label files without any change of their values."""

import io
import struct

import cv2
import numpy as np

from seg_ros.errors import FrameError
from seg_ros.image_io import is_cut_off
from seg_ros.label_image import LabelImage

MAX_PIXELS = 2**28
"""An image with more, by its header, is refused before it is decoded."""

_PNG = b'\x89PNG\r\n\x1a\n'
_HEADER = struct.Struct('>8s8xIIBB')
_GRAY = 0
_WHITES = {2: 3, 4: 15}
_DAMAGES = (OSError, SyntaxError, ValueError, EOFError, struct.error)


def decode_label_image(data: bytes) -> LabelImage:
    """
    Return the stored values of a PNG, BMP, TIFF or PGM file in memory.

    Values of 1, 2 and 4 bits are not scaled, and palettes are kept. A fully transparent pixel is
    0 or black; alpha is dropped otherwise. Raises FrameError where the data are cut off, are no
    such image, have 16 bits in a color, or, by their header, more than MAX_PIXELS.
    """
    if data[:8] == _PNG:
        return _decode_png(data)
    if data[:2] in (b'BM', b'II', b'MM'):
        return _decode_with_pillow(data)
    if data[:2] in (b'P2', b'P5'):
        values = _decode_with_opencv(data)
        return _gray(values, 8 * values.itemsize)
    if data[:2] == b'\xff\xd8':
        raise FrameError('a JPEG changes ids and colors, write PNG instead')
    raise FrameError('it is no PNG, BMP, TIFF or PGM')


def _decode_png(data: bytes) -> LabelImage:
    if is_cut_off(data) or len(data) < _HEADER.size:
        raise FrameError('it is cut off')
    _, width, height, depth, color_type = _HEADER.unpack_from(data)
    _refuse_huge(width, height)
    if (depth, color_type) == (8, _GRAY):
        # As fast as Pillow or faster; with a transparent color it gives four channels.
        values = _decode_with_opencv(data)
        if values.ndim == 2:
            return _gray(values, depth)
    return _decode_with_pillow(data, depth)


def _decode_with_opencv(data: bytes) -> np.ndarray:
    try:
        values = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    except cv2.error as error:
        raise FrameError(f'it cannot be decoded: {error.err}') from error
    if values is None:
        raise FrameError('it cannot be decoded')
    return values


def _decode_with_pillow(data: bytes, depth: int = 8) -> LabelImage:
    """Return what Pillow reads; OpenCV turns palettes into colors and 1 bit into 0 and 255."""
    # Here, since a node reads nothing but its plain gray self-test, and Pillow loads for 50 ms.
    from PIL.BmpImagePlugin import BmpImageFile
    from PIL.Image import DecompressionBombError
    from PIL.PngImagePlugin import PngImageFile
    from PIL.TiffImagePlugin import BITSPERSAMPLE, TiffImageFile

    opener = {_PNG[:2]: PngImageFile, b'BM': BmpImageFile}.get(data[:2], TiffImageFile)
    try:
        opener(io.BytesIO(data)).verify()  # checksums, which are not compared while it decodes
        # Not Image.open, which warns about sizes on its own account.
        with opener(io.BytesIO(data)) as image:
            _refuse_huge(*image.size)
            if isinstance(image, TiffImageFile):
                depth = image.tag_v2.get(BITSPERSAMPLE, (1,))[0]
            values, mode = np.asarray(image), image.mode
            palette = image.getpalette() or ()
    except (*_DAMAGES, DecompressionBombError) as error:
        raise FrameError(f'it cannot be decoded: {" ".join(str(error).split())}') from error
    if mode == 'P':
        colors = np.reshape(palette, (-1, 3)).astype(np.uint8)
        return LabelImage(f'{depth}-bit palette image', values, colors)
    return _unscaled(values, mode, depth)


def _unscaled(values: np.ndarray, mode: str, depth: int) -> LabelImage:
    """Return the stored values of an array in one of Pillow's modes."""
    if mode == '1':
        return LabelImage('1-bit gray image', values.astype(np.uint8), white=1)
    if mode == 'L' and depth in _WHITES:
        white = _WHITES[depth]
        return LabelImage(f'{depth}-bit gray image', values // (255 // white), white=white)
    if mode == 'L' or mode.startswith('I'):
        return _gray(values, depth)
    if depth == 16:
        raise FrameError('colors must have 8 bits a channel, got 16')
    if mode == 'RGB':
        return LabelImage('RGB image', values)
    if mode == 'RGBA':
        return LabelImage('RGBA image', values[..., :3] * (values[..., 3:] > 0))
    if mode == 'LA':
        return LabelImage('gray image with alpha', values[..., 0] * (values[..., 1] > 0))
    raise FrameError(f'it must be gray, a palette image, RGB or RGBA, got mode {mode} of Pillow')


def _gray(values: np.ndarray, depth: int) -> LabelImage:
    if values.ndim != 2 or values.dtype.kind not in 'iu':
        raise FrameError(f'it must have one channel, got {values.shape} {values.dtype}')
    return LabelImage(f'{depth}-bit gray image', values)


def _refuse_huge(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise FrameError(f'it must have at most {MAX_PIXELS} pixels, got {width}x{height}')
