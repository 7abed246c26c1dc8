# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Messages become images whatever their bytes look like, and are refused when they lie."""

import array
import sys

import cv2
import numpy as np
import pytest
from sensor_msgs.msg import CompressedImage, Image

from seg_ros.errors import FrameError
from seg_ros.image_io import decode_image
from seg_ros.ros.conversions.images import (
    encode_file,
    image_message,
    jpeg_message,
    read_compressed,
    read_image,
)
from seg_ros.segmentation.overlay import as_bgr

GRAY = np.array([[0, 50, 100, 150], [200, 250, 5, 10]], np.uint8)
COLORS = np.arange(2 * 4 * 3, dtype=np.uint8).reshape(2, 4, 3) * 10
ALPHA = np.arange(2 * 4 * 4, dtype=np.uint8).reshape(2, 4, 4) * 7


def message_of(pixels: np.ndarray, encoding: str, padding: int = 0, bigendian: int = 0) -> Image:
    """Return rows of (height, ...) pixels as a message, each row with some bytes of padding."""
    rows = pixels.reshape(len(pixels), -1).view(np.uint8)
    rows = np.pad(rows, ((0, 0), (0, padding)), constant_values=77)
    width = pixels.shape[1]
    message = Image(
        height=len(pixels),
        width=width,
        encoding=encoding,
        step=rows.shape[1],
        is_bigendian=bigendian,
    )
    message.data = array.array('B', rows.tobytes())
    return message


@pytest.mark.parametrize('padding', [0, 3])
@pytest.mark.parametrize(
    'encoding, pixels, order',
    [
        ('mono8', GRAY, 'gray'),
        ('8UC1', GRAY, 'gray'),
        ('rgb8', COLORS, 'rgb'),
        ('bgr8', COLORS, 'bgr'),
        ('8UC3', COLORS, 'bgr'),
        ('rgba8', ALPHA, 'rgba'),
        ('bgra8', ALPHA, 'bgra'),
        ('8UC4', ALPHA, 'bgra'),
    ],
)
def test_packed_images_are_views(encoding, pixels, order, padding) -> None:
    message = message_of(pixels, encoding, padding)
    picture = read_image(message)
    assert picture.order == order
    assert picture.pixels.tolist() == pixels.tolist()
    message.data[0] = 99
    assert picture.pixels.flat[0] == 99


@pytest.mark.parametrize('bigendian', [0, 1])
@pytest.mark.parametrize('padding', [0, 2])
@pytest.mark.parametrize('encoding', ['mono16', '16UC1'])
def test_16_bits_become_8(encoding, padding, bigendian) -> None:
    deep = (GRAY.astype(np.uint16) * 257).astype('>u2' if bigendian else '<u2')
    picture = read_image(message_of(deep, encoding, padding, bigendian))
    assert (picture.order, picture.source_bits) == ('gray', 16)
    assert picture.pixels.tolist() == GRAY.tolist()


@pytest.mark.parametrize('bigendian', [0, 1])
@pytest.mark.parametrize(
    'encoding, expected',
    [
        ('bgr16', COLORS),
        ('16UC3', COLORS),
        ('rgb16', COLORS[..., ::-1]),
    ],
)
def test_16_bit_colors_become_bgr(encoding, expected, bigendian) -> None:
    deep = (COLORS.astype(np.uint16) * 257).astype('>u2' if bigendian else '<u2')
    picture = read_image(message_of(deep, encoding, 4, bigendian))
    assert picture.order == 'bgr'
    assert picture.pixels.tolist() == expected.tolist()


@pytest.mark.parametrize('deep', [False, True])
@pytest.mark.parametrize(
    'tiles, red_at',
    [
        ('rggb', (0, 0)),
        ('bggr', (1, 1)),
        ('gbrg', (1, 0)),
        ('grbg', (0, 1)),
    ],
)
def test_bayer_red_is_red(tiles, red_at, deep) -> None:
    mosaic = np.zeros((8, 8), np.uint16 if deep else np.uint8)
    mosaic[red_at[0] :: 2, red_at[1] :: 2] = 65535 if deep else 255
    picture = read_image(message_of(mosaic, f'bayer_{tiles}{16 if deep else 8}', padding=6))
    assert picture.order == 'bgr'
    assert picture.pixels[3, 3].tolist() == [0, 0, 255]


@pytest.mark.parametrize(
    'encoding, pair',
    [
        ('yuv422', (90, 180, 240, 180)),
        ('uyvy', (90, 180, 240, 180)),
        ('yuv422_yuy2', (180, 90, 180, 240)),
        ('yuyv', (180, 90, 180, 240)),
    ],
)
def test_yuv422(encoding, pair) -> None:
    rows = np.tile(np.array(pair, np.uint8).reshape(1, 2, 2), (2, 2, 1))
    picture = read_image(message_of(rows, encoding, padding=4))
    blue, green, red = picture.pixels[0, 0].tolist()
    assert picture.pixels.shape == (2, 4, 3)
    assert red == 255 and max(green, blue) < 120


@pytest.mark.parametrize('encoding, chroma', [('nv12', (90, 240)), ('nv21', (240, 90))])
def test_nv12(encoding, chroma) -> None:
    planes = np.vstack([np.full((4, 4), 180, np.uint8), np.tile(np.uint8(chroma), (2, 2))])
    message = message_of(planes, encoding, padding=5)
    message.height = 4
    picture = read_image(message)
    blue, green, red = picture.pixels[0, 0].tolist()
    assert picture.pixels.shape == (4, 4, 3)
    assert red == 255 and max(green, blue) < 120


def changed(**fields: object) -> Image:
    message = message_of(COLORS, 'bgr8')
    for name, value in fields.items():
        setattr(message, name, value)
    return message


@pytest.mark.parametrize(
    'message, pattern',
    [
        (changed(encoding='yuv9'), "encoding must be one of mono8, .* got 'yuv9'"),
        (changed(encoding='8UC2'), "got '8UC2'"),
        (changed(encoding='32FC1'), "got '32FC1'"),
        (changed(encoding=''), "got ''"),
        (changed(height=0), 'at least one pixel, got 4x0 bgr8'),
        (changed(width=0), 'at least one pixel, got 0x2 bgr8'),
        (changed(step=11), 'step of 4x2 bgr8 must be at least 12 bytes, got 11'),
        (changed(step=13), '4x2 bgr8 with step 13 must have 26 bytes, got 24'),
        (changed(data=array.array('B', bytes(23))), 'must have 24 bytes, got 23'),
        (changed(data=array.array('B')), 'must have 24 bytes, got 0'),
        (changed(encoding='nv12', width=3), 'even width and height, got 3x2 nv12'),
    ],
)
def test_bad_images_are_refused_in_one_line(message, pattern) -> None:
    with pytest.raises(FrameError, match=pattern) as refused:
        read_image(message)
    assert '\n' not in str(refused.value)


def test_a_bridge_that_does_not_load_is_said(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, 'cv_bridge', None)
    assert read_image(message_of(COLORS, 'bgr8')).order == 'bgr'
    with pytest.raises(FrameError, match='mono16 needs cv_bridge, which does not load'):
        read_image(message_of(GRAY.astype(np.uint16), 'mono16'))


@pytest.mark.parametrize('suffix', ['.jpg', '.png'])
def test_compressed_images(suffix) -> None:
    flat = np.full((6, 5, 3), (200, 100, 50), np.uint8)
    message = CompressedImage(format=suffix[1:])
    message.data = array.array('B', cv2.imencode(suffix, flat)[1].tobytes())
    picture = read_compressed(message)
    assert picture.order == 'bgr'
    assert np.abs(picture.pixels.astype(int) - flat).max() <= 3


def compressed(pixels: np.ndarray, text: str, suffix: str = '.png') -> CompressedImage:
    return CompressedImage(format=text, data=cv2.imencode(suffix, pixels)[1].tobytes())


RED_AND_BLUE = np.repeat(np.array([[(0, 0, 255)], [(255, 0, 0)]], np.uint8), 8, axis=1)
"""As bgr: one row of red above one of blue."""


@pytest.mark.parametrize(
    'text, is_rgb',
    [
        ('', False),
        ('png', False),
        ('rgb8; png compressed bgr8', False),
        ('bgr8; png compressed bgr8', False),
        ('rgb8; png', False),
        ('bgr8; png compressed', False),
        ('8UC3; png compressed ', False),
        ('rgb8; png compressed rgb8', True),
        ('bgr8;png compressed rgb8', True),
        ('rgb16; png compressed rgb16', True),
    ],
)
def test_red_is_red_whatever_the_compressed_order(text, is_rgb) -> None:
    stored = RED_AND_BLUE[..., ::-1] if is_rgb else RED_AND_BLUE
    if '16' in text:
        stored = stored.astype(np.uint16) * 257
    message = compressed(stored, text)
    assert as_bgr(read_compressed(message)).tolist() == RED_AND_BLUE.tolist()
    # What is kept to train on has the colors that the network got.
    assert decode_image(encode_file(message)[0]).pixels.tolist() == RED_AND_BLUE.tolist()


@pytest.mark.parametrize(
    'text, deep',
    [
        ('{}8; jpeg compressed ', False),
        ('{}8; jpeg compressed {}8', False),
        ('{}8; png compressed ', False),
        ('{}16; jpeg compressed ', False),
        ('{}16; png compressed ', True),
    ],
)
@pytest.mark.parametrize('tiles', ['bayer_rggb', 'bayer_bggr', 'bayer_gbrg', 'bayer_grbg'])
def test_a_compressed_mosaic_is_read_as_the_raw_one(text, deep, tiles) -> None:
    mosaic = np.zeros((16, 16), np.uint8)
    mosaic[::2, ::2], mosaic[1::2, 1::2] = 200, 90
    raw = read_image(message_of(mosaic, f'{tiles}8')).pixels
    sent = mosaic.astype(np.uint16) * 257 if deep else mosaic
    message = compressed(sent, text.format(tiles, tiles), '.jpg' if 'jpeg' in text else '.png')
    image = read_compressed(message)
    assert (image.order, image.source_bits) == ('bgr', 16 if deep else 8)
    assert np.abs(image.pixels.astype(int) - raw).max() <= (12 if 'jpeg' in text else 0)
    assert np.array_equal(decode_image(encode_file(message)[0]).pixels, image.pixels)


@pytest.mark.parametrize(
    'text', ['bayer_rggb8; jpeg compressed bgr8', 'bayer_rggb8; png compressed bgr8']
)
def test_a_mosaic_that_was_undone_before_compression_stays_so(text) -> None:
    assert np.array_equal(read_compressed(compressed(COLORS, text)).pixels, COLORS)
    gray = read_compressed(compressed(GRAY, 'bayer_rggb8; jpeg compressed mono8'))
    assert gray.order == 'gray' and gray.pixels.tolist() == GRAY.tolist()


@pytest.mark.parametrize(
    'pixels, text, bits',
    [
        (GRAY, 'mono8; png compressed ', 8),
        (GRAY, 'png', 8),
        (GRAY.astype(np.uint16) * 257, 'mono16; png compressed ', 16),
    ],
)
def test_one_compressed_channel_is_gray(pixels, text, bits) -> None:
    image = read_compressed(compressed(pixels, text))
    assert (image.order, image.source_bits) == ('gray', bits)
    assert image.pixels.tolist() == GRAY.tolist()


@pytest.mark.parametrize(
    'data, text',
    [
        ([1, 2, 3], 'jpeg'),
        (bytes(12) + cv2.imencode('.png', GRAY)[1].tobytes(), '16UC1; compressedDepth png'),
        (b'\0\0\0\1\x67' + bytes(50), 'h264'),
        (b'\x28\xb5\x2f\xfd' + bytes(50), 'bgr8; zstd'),
        ([1, 2, 3], 'line\nfeed ' * 99),
    ],
)
def test_other_formats_are_refused_by_name(data, text) -> None:
    with pytest.raises(FrameError, match='JPEG, PNG or alike, got [0-9]+ other') as refused:
        read_compressed(CompressedImage(format=text, data=data))
    line = str(refused.value)
    assert repr(text[:60]) in line and 'send or save it as' in line and '\n' not in line


def test_compressed_depths_are_refused() -> None:
    metres = compressed(np.ones((4, 4), np.float32), '32FC1; tiff compressed ', '.tiff')
    with pytest.raises(FrameError, match="'32FC1; tiff .* must have 8 or 16 bits, got float32"):
        read_compressed(metres)


@pytest.mark.parametrize('encoding, shape', [('mono8', (2, 4)), ('bgr8', (2, 4, 3))])
def test_the_view_writes_into_the_message(encoding, shape) -> None:
    message, view = image_message(encoding, 2, 4)
    assert view.shape == shape
    view[:] = np.arange(view.size).reshape(shape)
    assert list(message.data) == list(range(view.size))
    assert (message.step, message.encoding) == (view.size // 2, encoding)
    assert read_image(message).pixels.tolist() == view.tolist()


def test_jpeg_message() -> None:
    message = jpeg_message(np.full((6, 5, 3), 100, np.uint8), 90)
    assert message.format == 'jpeg'
    assert np.ptp(read_compressed(message).pixels) <= 2


@pytest.mark.parametrize('padding', [0, 4])
@pytest.mark.parametrize(
    'encoding, pixels, channels',
    [
        ('mono8', GRAY, slice(None)),
        ('bgr8', COLORS, [0, 1, 2]),
        ('rgb8', COLORS, [2, 1, 0]),
        ('bgra8', ALPHA, [0, 1, 2, 3]),
        ('rgba8', ALPHA, [2, 1, 0, 3]),
        ('mono16', GRAY.astype(np.uint16) * 257 + 1, slice(None)),
        ('bgr16', COLORS.astype(np.uint16) * 257 + 1, [0, 1, 2]),
        ('rgba16', ALPHA.astype(np.uint16) * 257 + 1, [2, 1, 0, 3]),
    ],
)
def test_files_of_raw_images_have_the_pixels_of_the_camera(
    encoding, pixels, channels, padding
) -> None:
    message = message_of(pixels, encoding, padding)
    file, suffix = encode_file(message)
    read = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_UNCHANGED)
    assert suffix == '.png' and read.dtype == pixels.dtype
    assert read.tolist() == pixels[..., channels].tolist()
    # Training reads them as the network gets them, up to the rounding of 16 bits.
    trained_on, got = decode_image(file).pixels.astype(int), as_bgr(read_image(message))
    assert np.abs(trained_on - got).max() <= 1


def test_files_of_big_endian_images() -> None:
    pixels = np.array([[1, 256, 65535]], '>u2')
    file, _ = encode_file(message_of(pixels, 'mono16', bigendian=1))
    read = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_UNCHANGED)
    assert read.tolist() == [[1, 256, 65535]]


def test_files_of_images_that_no_png_can_hold_are_what_the_network_gets() -> None:
    message = message_of(np.tile(GRAY, (3, 1)), 'nv12')
    message.height = 4
    read = cv2.imdecode(np.frombuffer(encode_file(message)[0], np.uint8), cv2.IMREAD_UNCHANGED)
    assert np.array_equal(read, read_image(message).pixels)


@pytest.mark.parametrize('encoded, suffix', [('.jpg', '.jpg'), ('.png', '.png'), ('.bmp', '.png')])
def test_files_of_compressed_images_are_those_that_came(encoded, suffix) -> None:
    data = cv2.imencode(encoded, COLORS)[1].tobytes()
    message = CompressedImage(format='jpeg', data=data)
    file, got = encode_file(message)
    assert got == suffix and (file == data or encoded == '.bmp')
    read = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_UNCHANGED)
    assert np.array_equal(read, read_compressed(message).pixels)
