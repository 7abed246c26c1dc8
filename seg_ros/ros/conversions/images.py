# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images of messages to images and back; nothing else knows how a message lays out its bytes."""

import array
from dataclasses import replace
import sys

import cv2
import numpy as np
from sensor_msgs.msg import CompressedImage, Image as ImageMessage

from seg_ros.datatypes import CHANNELS_BY_ORDER, Image
from seg_ros.errors import FrameError
from seg_ros.image_io import decode_pixels

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
SIXTEEN_BITS = {
    'mono16': 'gray',
    'rgb16': 'rgb',
    'bgr16': 'bgr',
    'rgba16': 'rgba',
    'bgra16': 'bgra',
}
BAYER = ('bayer_rggb', 'bayer_bggr', 'bayer_gbrg', 'bayer_grbg')
FILE_SUFFIXES = ((b'\xff\xd8', '.jpg'), (b'\x89PNG', '.png'))
BYTES_PER_PIXEL = {
    **{encoding: CHANNELS_BY_ORDER[order] for encoding, order in PACKED.items()},
    **dict.fromkeys(PLANAR, 1),
    **{encoding: 2 * CHANNELS_BY_ORDER[order] for encoding, order in SIXTEEN_BITS.items()},
    'yuv422': 2,
    'yuv422_yuy2': 2,
    **{f'{tiles}{bits}': bits // 8 for tiles in BAYER for bits in (8, 16)},
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
    return Image(pixels, order, source_bits=16 if encoding.endswith('16') else 8)


def read_compressed(message: CompressedImage) -> Image:
    """
    Return the image in a JPEG, PNG or alike, its channels as the field `format` has them.

    That field is `ENCODING; CODEC compressed COMPRESSED_ENCODING`, as image_transport writes it,
    or `CODEC` alone. A Bayer mosaic is undone unless it was before compression; the colors are rgb
    where COMPRESSED_ENCODING is, else bgr as OpenCV decodes them. An image of one channel is gray,
    16 bits are scaled so that 65535 is 255. Raises FrameError, with the format, when it is none of
    these.
    """
    name = f'data of format {message.format[:60]!r}'
    pixels = decode_pixels(bytes(message.data), cv2.IMREAD_ANYCOLOR | cv2.IMREAD_ANYDEPTH, name)
    if pixels.dtype not in (np.uint8, np.uint16):
        raise FrameError(f'{name} must have 8 or 16 bits, got {pixels.dtype}: send it as bgr8')
    source_bits = 8 * pixels.itemsize
    if source_bits == 16:
        pixels = cv2.convertScaleAbs(pixels, alpha=1 / 257)
    order = _compressed_order(message.format)
    if pixels.ndim == 3:
        return Image(pixels, 'rgb' if order == 'rgb' else 'bgr', source_bits)
    if order not in BAYER:
        return Image(pixels, 'gray', source_bits)
    mosaic, view = image_message(f'{order}8', *pixels.shape)
    view[:] = pixels
    return replace(read_image(mosaic), source_bits=source_bits)


def _compressed_order(text: str) -> str:
    """Return what the field `format` says the compressed pixels are: bgr, rgb or one of BAYER."""
    encoding, _, codec = text.partition(';')
    compressed = codec.partition(' compressed ')[2].strip()
    tiles = encoding.strip().rstrip('0123456789')
    # With mono8 in that place, the mosaic was turned into gray before it was compressed.
    if tiles in BAYER and compressed != 'mono8':
        return tiles
    return 'rgb' if compressed.startswith('rgb') else 'bgr'


def encode_file(message: ImageMessage | CompressedImage) -> tuple[bytes, str]:
    """
    Return an image file without loss, and its suffix: .jpg or .png.

    A JPEG or PNG message is that file, byte for byte, unless `format` says that its pixels are a
    mosaic or rgb. Of Image messages the PNG has the camera's own pixels, 16 bits included; Bayer
    and YUV images, which a PNG cannot hold, and other compressed ones are the bgr that the network
    gets. Raises FrameError as the `read_` functions.
    """
    if isinstance(message, CompressedImage):
        data = bytes(message.data)
        for magic, suffix in FILE_SUFFIXES:
            if data.startswith(magic) and _compressed_order(message.format) == 'bgr':
                return data, suffix
        image = read_compressed(message)
        pixels = _in_opencv_order(image.pixels, image.order)
    else:
        pixels = _png_pixels(message)
    return cv2.imencode('.png', pixels)[1].tobytes(), '.png'


def _png_pixels(message: ImageMessage) -> np.ndarray:
    """Return the pixels of a message in the channel order of OpenCV, 8 or 16 bits."""
    encoding = SAME_AS.get(message.encoding, message.encoding)
    if encoding not in SIXTEEN_BITS:
        image = read_image(message)
        return _in_opencv_order(image.pixels, image.order)
    rows = np.ascontiguousarray(_rows(message, BYTES_PER_PIXEL[encoding], planar=False))
    pixels = rows.view('>u2' if message.is_bigendian else '<u2').astype(np.uint16)
    order = SIXTEEN_BITS[encoding]
    depth = CHANNELS_BY_ORDER[order]
    shape = (message.height, message.width) + ((depth,) if depth > 1 else ())
    return _in_opencv_order(pixels.reshape(shape), order)


def _in_opencv_order(pixels: np.ndarray, order: str) -> np.ndarray:
    swap = {'rgb': cv2.COLOR_RGB2BGR, 'rgba': cv2.COLOR_RGBA2BGRA}
    return cv2.cvtColor(pixels, swap[order]) if order in swap else pixels


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
