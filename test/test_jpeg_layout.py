# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A JPEG is complete when all its rows are there, with or without its end marker."""

import struct

import cv2
import numpy as np
import pytest

from seg_ros.errors import FrameError
from seg_ros.image_io import decode_image
from seg_ros.jpeg_layout import END, find_end

NOISE = np.random.default_rng(0).integers(0, 256, (75, 61, 3), np.uint8)
GRAY = NOISE[..., 0]
EVERY_4 = (cv2.IMWRITE_JPEG_RST_INTERVAL, 4)
CODERS = {
    'baseline': (NOISE, ()),
    'gray': (GRAY, ()),
    'own tables': (NOISE, (cv2.IMWRITE_JPEG_OPTIMIZE, 1)),
    'progressive': (NOISE, (cv2.IMWRITE_JPEG_PROGRESSIVE, 1)),
    'progressive gray': (GRAY, (cv2.IMWRITE_JPEG_PROGRESSIVE, 1)),
    'restarts 4:2:0': (NOISE, EVERY_4),
    'restarts 4:2:2': (NOISE, (*EVERY_4, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, 0x211111)),
    'restarts 4:4:4': (NOISE, (*EVERY_4, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, 0x111111)),
    'restarts gray': (GRAY, EVERY_4),
    'progressive with restarts': (NOISE, (*EVERY_4, cv2.IMWRITE_JPEG_PROGRESSIVE, 1)),
}


def encoded(name: str) -> bytes:
    pixels, options = CODERS[name]
    return cv2.imencode('.jpg', pixels, options)[1].tobytes()


@pytest.mark.parametrize('name', CODERS)
def test_a_complete_one_needs_no_end_marker(name) -> None:
    data = encoded(name)
    whole = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    ends = (b'', b'\xff', END, END + END, END + bytes(9), bytes(9), bytes(9) + END)
    for sent in (data[:-2] + end for end in ends):
        assert np.array_equal(decode_image(sent).pixels, whole)


@pytest.mark.parametrize('end', [b'', END, b'\xff', bytes(999), bytes(999) + END])
@pytest.mark.parametrize('share', [0.1, 0.5, 0.8])
@pytest.mark.parametrize('name', CODERS)
def test_a_part_is_refused_with_and_without_end_marker(name, share, end) -> None:
    data = encoded(name)
    start = data.index(b'\xff\xda')
    cut = start + int(share * (len(data) - start))
    with pytest.raises(FrameError, match='a JPEG must be complete, got [0-9]+ bytes that lack'):
        decode_image(data[:cut] + end)


@pytest.mark.parametrize('number', [0, 1, 2, 6])
def test_a_lost_restart_interval_is_seen(number) -> None:
    data = encoded('restarts gray')
    first = data.index(bytes((0xFF, 0xD0 + number)))
    second = data.index(bytes((0xFF, 0xD1 + number)))
    with pytest.raises(FrameError, match='that lack a part'):
        decode_image(data[:first] + data[second:])


@pytest.mark.parametrize('level', [0, 128, 255])
@pytest.mark.parametrize('options', [(), EVERY_4, (cv2.IMWRITE_JPEG_PROGRESSIVE, 1)])
def test_an_image_that_is_gray_itself_is_complete(level, options) -> None:
    data = cv2.imencode('.jpg', np.full((64, 48, 3), level, np.uint8), options)[1].tobytes()
    assert np.abs(decode_image(data[:-2]).pixels.astype(int) - level).max() <= 1


def test_a_part_that_is_turned_is_refused() -> None:
    tiff = (
        b'II*\0' + struct.pack('<IH', 8, 1) + struct.pack('<HHIHH', 0x112, 3, 1, 6, 0) + bytes(4)
    )
    exif = b'Exif\0\0' + tiff
    data = encoded('baseline')
    data = data[:2] + b'\xff\xe1' + struct.pack('>H', len(exif) + 2) + exif + data[2:]
    assert decode_image(data).pixels.shape == (61, 75, 3)
    with pytest.raises(FrameError, match='that lack a part'):
        decode_image(data[: len(data) // 2] + END)


@pytest.mark.parametrize('name', CODERS)
def test_headers_that_break_off_or_lie_are_refused(name) -> None:
    data = encoded(name)
    for length in range(2, data.index(b'\xff\xda') + 4):
        with pytest.raises(FrameError):
            decode_image(data[:length] + END)


def test_a_last_byte_of_255_keeps_the_zero_after_it() -> None:
    data = encoded('gray')[:-2] + b'\xff\0'
    assert find_end(data + END) == find_end(data) == find_end(data + bytes(9)) == len(data)


def test_a_sequential_scan_need_not_name_its_coefficients() -> None:
    data = bytearray(encoded('baseline'))
    first = data.index(b'\xff\xda') + 4 + 1 + 2 * 3
    assert data[first : first + 3] == bytes((0, 63, 0))
    data[first : first + 3] = bytes(3)
    assert decode_image(bytes(data)).pixels.shape == NOISE.shape
