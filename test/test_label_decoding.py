# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Label images of every kind keep their stored values, and damaged ones are refused."""

from io import BytesIO
import struct
import zlib

import numpy as np
from PIL import Image
import pytest

from seg_ros.errors import FrameError
from seg_ros.label_decoding import decode_label_image, MAX_PIXELS

IDS = np.array([[0, 1, 2, 3], [3, 2, 1, 0], [1, 1, 0, 2]], np.uint8)
PALETTE = [0, 0, 0, 255, 0, 0, 0, 255, 0, 9, 9, 9]
RGB = np.array(PALETTE, np.uint8).reshape(-1, 3)[IDS]
OPAQUE = np.full_like(IDS, 255)
GRAY, COLORS, GRAY_ALPHA = 0, 2, 4


def saved(image: Image.Image, kind: str = 'PNG') -> bytes:
    data = BytesIO()
    image.save(data, kind)
    return data.getvalue()


def indexed(ids: np.ndarray = IDS, bits: int = 2) -> Image.Image:
    """Return a palette image that is saved with as many bits as its palette needs."""
    image = Image.frombytes('P', ids.shape[::-1], ids.tobytes())
    image.putpalette((PALETTE + 3 * 252 * [7])[: 3 * 2**bits])
    return image


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack('>I', len(data)) + name + data + struct.pack('>I', zlib.crc32(name + data))


def png(rows: list[bytes], width: int, depth: int, color_type: int, interlace: int = 0) -> bytes:
    header = struct.pack('>IIBBBBB', width, len(rows), depth, color_type, 0, 0, interlace)
    pixels = zlib.compress(b''.join(b'\0' + row for row in rows))
    return (
        b'\x89PNG\r\n\x1a\n'
        + chunk(b'IHDR', header)
        + chunk(b'IDAT', pixels)
        + chunk(b'IEND', b'')
    )


@pytest.mark.parametrize('bits', [2, 4, 8])
def test_a_palette_is_kept_and_its_indices_are_values(bits: int) -> None:
    image = decode_label_image(saved(indexed(bits=bits)))
    assert image.values.tolist() == IDS.tolist()
    assert image.palette[:4].ravel().tolist() == PALETTE
    assert image.kind == f'{bits}-bit palette image'


@pytest.mark.parametrize('kind', ['BMP', 'TIFF'])
def test_palettes_of_other_formats(kind: str) -> None:
    image = decode_label_image(saved(indexed(), kind))
    assert image.values.tolist() == IDS.tolist()
    assert image.palette[:4].ravel().tolist() == PALETTE


def test_a_palette_of_one_bit() -> None:
    image = decode_label_image(saved(indexed(IDS % 2, bits=1)))
    assert (image.values.tolist(), image.kind) == ((IDS % 2).tolist(), '1-bit palette image')


@pytest.mark.parametrize(
    'depth, row, values',
    [
        (1, b'\x50', [0, 1, 0, 1]),
        (2, b'\x1b', [0, 1, 2, 3]),
        (4, b'\x01\x2f', [0, 1, 2, 15]),
        (8, b'\x00\x01\x02\xff', [0, 1, 2, 255]),
        (16, b'\x00\x00\x00\x01\x00\xff\x01\x00', [0, 1, 255, 256]),
    ],
)
def test_gray_values_are_not_scaled(depth: int, row: bytes, values: list[int]) -> None:
    image = decode_label_image(png([row], 4, depth, GRAY))
    assert (image.values.tolist(), image.kind) == ([values], f'{depth}-bit gray image')
    assert image.palette is None


@pytest.mark.parametrize('kind', ['PNG', 'BMP', 'TIFF', 'PPM'])
def test_gray_files_of_every_format(kind: str) -> None:
    assert decode_label_image(saved(Image.fromarray(IDS), kind)).values.tolist() == IDS.tolist()


def test_a_pgm_of_few_values_is_not_scaled() -> None:
    assert decode_label_image(b'P5\n4 3\n3\n' + IDS.tobytes()).values.tolist() == IDS.tolist()


def test_sixteen_bits_of_a_tiff() -> None:
    data = saved(Image.fromarray(IDS.astype(np.uint16) * 300), 'TIFF')
    assert decode_label_image(data).values.tolist() == (IDS.astype(int) * 300).tolist()


def test_an_interlaced_png() -> None:
    # In a file of 2 x 2 pixels, pass 1 has the first one, 6 the second, and 7 the second row.
    data = png([b'\x05\0\x06\0\x07\x08'], 2, 8, 3, interlace=1).replace(
        struct.pack('>II', 2, 1), struct.pack('>II', 2, 2)
    )
    header = data[12:29]
    data = data[:29] + struct.pack('>I', zlib.crc32(header)) + data[33:]
    data = data[:33] + chunk(b'PLTE', bytes(27)) + data[33:]
    assert decode_label_image(data).values.tolist() == [[5, 6], [7, 8]]


@pytest.mark.parametrize(
    'image, kind',
    [
        (Image.fromarray(RGB), 'RGB image'),
        (Image.fromarray(np.dstack([RGB, OPAQUE])), 'RGBA image'),
        (Image.fromarray(np.dstack([RGB, OPAQUE // 2])), 'RGBA image'),
    ],
    ids=['RGB', 'RGBA', 'half transparent'],
)
def test_colors_are_rgb(image: Image.Image, kind: str) -> None:
    decoded = decode_label_image(saved(image))
    assert (decoded.values.tolist(), decoded.kind) == (RGB.tolist(), kind)


def test_nothing_is_drawn_where_alpha_is_zero() -> None:
    alpha = np.where(IDS == 3, 0, 255).astype(np.uint8)
    gray = decode_label_image(saved(Image.fromarray(np.dstack([IDS, alpha]), 'LA')))
    assert gray.values.tolist() == np.where(IDS == 3, 0, IDS).tolist()
    colors = decode_label_image(saved(Image.fromarray(np.dstack([RGB, alpha]))))
    assert colors.values[IDS == 3].max() == 0 and colors.values[IDS == 1][0].tolist() == [
        255,
        0,
        0,
    ]


def test_a_transparent_gray_value_is_still_a_value() -> None:
    data = BytesIO()
    Image.fromarray(IDS).save(data, 'PNG', transparency=2)
    assert decode_label_image(data.getvalue()).values.tolist() == IDS.tolist()


def test_a_large_size_is_refused_by_the_header() -> None:
    data = png([b'\0'], 65536, 1, 3)
    assert 65536 * 65536 > MAX_PIXELS
    huge = data[:20] + struct.pack('>I', 65536) + data[24:]
    with pytest.raises(FrameError, match='must have at most .* pixels, got 65536x65536'):
        decode_label_image(huge)


@pytest.mark.parametrize(
    'data, message',
    [
        (b'', 'no PNG, BMP, TIFF or PGM'),
        (b'GIF89a', 'no PNG, BMP, TIFF or PGM'),
        (saved(Image.fromarray(IDS), 'JPEG'), 'a JPEG changes ids and colors, write PNG instead'),
        (saved(Image.fromarray(IDS))[:-9], 'cut off'),
        (saved(indexed())[:-9], 'cut off'),
        (b'\x89PNG\r\n\x1a\nIEND', 'cut off'),
        (saved(indexed(), 'BMP')[:-9], 'cannot be decoded'),
        (png([bytes(6)], 1, 16, COLORS), '8 bits a channel, got 16'),
        (png([bytes(4)], 1, 16, GRAY_ALPHA), '8 bits a channel, got 16'),
        (saved(Image.fromarray(IDS.astype(np.float32)), 'TIFF'), 'got mode F of Pillow'),
    ],
)
def test_other_data_are_refused(data: bytes, message: str) -> None:
    with pytest.raises(FrameError, match=message):
        decode_label_image(data)


@pytest.mark.parametrize('image', [Image.fromarray(IDS), indexed(), Image.fromarray(RGB)])
def test_no_damaged_byte_goes_unnoticed(image: Image.Image) -> None:
    whole = saved(image)
    start = whole.index(b'IDAT')
    for position in range(start, whole.index(b'IEND') - 4):
        data = bytearray(whole)
        data[position] ^= 0x55
        with pytest.raises(FrameError, match='cannot be decoded'):
            decode_label_image(bytes(data))
