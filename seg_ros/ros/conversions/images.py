# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images of messages to images and back; nothing else knows how a message lays out its bytes."""

import array
import sys

import cv2
import numpy as np
from sensor_msgs.msg import CompressedImage, Image as ImageMessage

from seg_ros.datatypes import CHANNELS_BY_ORDER, Image
from seg_ros.errors import FrameError
from seg_ros.image_io import decode_image

PACKED = {
    'mono8': 'gray',
    'rgb8': 'rgb',
    'bgr8': 'bgr',
    'rgba8': 'rgba',
    'bgra8': 'bgra',
    '8UC1': 'gray',
    '8UC3': 'bgr',
    '8UC4': 'bgra',
}
PLANAR = {'nv12': cv2.COLOR_YUV2BGR_NV12, 'nv21': cv2.COLOR_YUV2BGR_NV21}
"""Half-resolution color under the grey image; the bridges of the distributions do not know it."""
SAME_AS = {
    '16UC1': 'mono16',
    '16UC3': 'bgr16',
    '16UC4': 'bgra16',
    'uyvy': 'yuv422',
    'yuyv': 'yuv422_yuy2',
}
BYTES_PER_PIXEL = {
    **{encoding: CHANNELS_BY_ORDER[order] for encoding, order in PACKED.items()},
    **dict.fromkeys(PLANAR, 1),
    'mono16': 2,
    'rgb16': 6,
    'bgr16': 6,
    'rgba16': 8,
    'bgra16': 8,
    'yuv422': 2,
    'yuv422_yuy2': 2,
    **{
        f'bayer_{tiles}{bits}': bits // 8
        for tiles in ('rggb', 'bggr', 'gbrg', 'grbg')
        for bits in (8, 16)
    },
}


def read_image(message: ImageMessage) -> Image:
    """
    Return the image in an Image message; packed 8-bit images are a view of its bytes.

    All other encodings become bgr or gray, 16 bits scaled so that 65535 is 255. Raises FrameError
    when the encoding is unknown, or size, row length and number of bytes do not fit together.
    """
    encoding = SAME_AS.get(message.encoding, message.encoding)
    if encoding not in BYTES_PER_PIXEL:
        known = ', '.join((*BYTES_PER_PIXEL, *SAME_AS))
        raise FrameError(f'encoding must be one of {known}, got {message.encoding!r}')
    rows = _rows(message, BYTES_PER_PIXEL[encoding], encoding in PLANAR)
    if encoding in PLANAR:
        pixels = cv2.cvtColor(np.ascontiguousarray(rows), PLANAR[encoding])
        return Image(pixels, 'bgr')
    if encoding not in PACKED:
        return _bridge(message, encoding, rows)
    depth = BYTES_PER_PIXEL[encoding]
    pixels = rows if depth == 1 else rows.reshape(message.height, message.width, depth)
    return Image(pixels, PACKED[encoding])


def read_plane(name: str, message: ImageMessage) -> np.ndarray:
    """Return (H, W) uint8; FrameError unless the image, called so, has one channel of 8 bits."""
    if message.encoding not in ('mono8', '8UC1'):
        raise FrameError(f'{name} must be mono8, got {message.encoding!r}')
    return read_image(message).pixels


def _rows(message: ImageMessage, bytes_per_pixel: int, planar: bool) -> np.ndarray:
    """Return the bytes of the rows, without their padding, as a view."""
    height, width, step = message.height, message.width, message.step
    size = f'{width}x{height} {message.encoding}'
    if height == 0 or width == 0:
        raise FrameError(f'an image must have at least one pixel, got {size}')
    if planar and (height % 2 or width % 2):
        raise FrameError(f'{message.encoding} must have even width and height, got {size}')
    if step < width * bytes_per_pixel:
        raise FrameError(
            f'step of {size} must be at least {width * bytes_per_pixel} bytes, got {step}'
        )
    lines = height * 3 // 2 if planar else height
    data = np.frombuffer(message.data, np.uint8)
    if data.size != lines * step:
        raise FrameError(
            f'{size} with step {step} must have {lines * step} bytes, got {data.size}'
        )
    return data.reshape(lines, step)[:, : width * bytes_per_pixel]


def _bridge(message: ImageMessage, encoding: str, rows: np.ndarray) -> Image:
    """Convert what is not packed, with padding and byte order put right first."""
    tidy = np.ascontiguousarray(rows)
    if encoding.endswith('16') and message.is_bigendian != (sys.byteorder == 'big'):
        tidy = tidy.view(np.uint16).byteswap().view(np.uint8)
    plain, view = image_message(encoding, message.height, message.width)
    view[:] = tidy.reshape(view.shape)
    order = 'gray' if encoding == 'mono16' else 'bgr'
    try:
        # Only here: a bridge built for another numpy must not stop those who do not need it.
        from cv_bridge import CvBridge, CvBridgeError

        pixels = CvBridge().imgmsg_to_cv2(plain, 'mono8' if order == 'gray' else 'bgr8')
    except ImportError as error:
        raise FrameError(f'{encoding} needs cv_bridge, which does not load: {error}') from error
    except (CvBridgeError, cv2.error) as error:
        raise FrameError(f'{encoding} cannot be converted: {error}') from error
    return Image(pixels, order)


def read_compressed(message: CompressedImage) -> Image:
    """Return the image in a JPEG or PNG message; FrameError when it cannot be decoded."""
    return decode_image(bytes(message.data))


def image_message(encoding: str, height: int, width: int) -> tuple[ImageMessage, np.ndarray]:
    """
    Make an ImageMessage without row padding, and the writable uint8 view of its bytes.

    The view is (height, width), or (height, width, bytes per pixel) where that is not one. The
    message keeps its array: fill the view and publish, again and again.
    """
    depth = BYTES_PER_PIXEL[encoding]
    message = ImageMessage(
        height=height,
        width=width,
        encoding=encoding,
        step=width * depth,
        is_bigendian=sys.byteorder == 'big',
    )
    # An array.array is taken over as it is; anything else would be copied byte by byte.
    message.data = array.array('B', bytes(height * width * depth))
    view = np.frombuffer(message.data, np.uint8)
    return message, view.reshape((height, width) if depth == 1 else (height, width, depth))


def jpeg_message(pixels: np.ndarray, quality: int) -> CompressedImage:
    """Compress (H, W) gray or (H, W, 3) bgr uint8 pixels to JPEG, quality 1 to 100."""
    encoded = cv2.imencode('.jpg', pixels, (cv2.IMWRITE_JPEG_QUALITY, quality))[1]
    message = CompressedImage(format='jpeg')
    message.data = array.array('B', encoded.tobytes())
    return message
