# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The replacement for cv_bridge, on images of a few pixels."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

cv_bridge = pytest.importorskip('cv_bridge', reason='cv_bridge is not installed')
messages = pytest.importorskip('sensor_msgs.msg', reason='sensor_msgs is not installed')
HERE = Path(__file__).resolve().parents[2]
if not Path(cv_bridge.__file__).resolve().is_relative_to(HERE):
    pytest.skip('the distribution has its own cv_bridge', allow_module_level=True)

BRIDGE = cv_bridge.CvBridge()
RED, GREEN, BLUE, GRAY = [255, 0, 0], [0, 255, 0], [0, 0, 255], [100, 100, 100]


def message(
    encoding: str,
    rows: list,
    dtype: str = 'u1',
    padding: int = 0,
) -> 'messages.Image':
    pixels = np.array(rows, dtype).reshape(len(rows), -1).view('u1')
    lines = np.pad(pixels, ((0, 0), (0, padding)), constant_values=77)
    image = messages.Image(
        encoding=encoding,
        height=2,
        width=2,
        step=lines.shape[1],
        is_bigendian=dtype.startswith('>'),
    )
    image.data.frombytes(lines.tobytes())
    return image


@pytest.mark.parametrize(
    'encoding, dtype, channels',
    [
        ('mono8', 'u1', 1),
        ('mono16', 'u2', 1),
        ('bgr8', 'u1', 3),
        ('rgba16', 'u2', 4),
        ('8UC1', 'u1', 1),
        ('8UC2', 'u1', 2),
        ('8UC3', 'u1', 3),
        ('16UC1', 'u2', 1),
        ('16SC1', 'i2', 1),
        ('32SC1', 'i4', 1),
        ('32FC1', 'f4', 1),
        ('64FC3', 'f8', 3),
        ('bayer_rggb8', 'u1', 1),
        ('bayer_grbg16', 'u2', 1),
        ('yuv422', 'u1', 2),
    ],
)
def test_an_array_survives_a_round_trip(encoding: str, dtype: str, channels: int) -> None:
    image = np.arange(2 * 4 * channels).reshape(2, 4, channels).astype(dtype)
    image = image[..., 0] if channels == 1 else image
    sent = BRIDGE.cv2_to_imgmsg(image, encoding)
    received = BRIDGE.imgmsg_to_cv2(sent)
    assert (sent.encoding, sent.step) == (encoding, 4 * channels * image.itemsize)
    assert received.dtype == image.dtype
    np.testing.assert_array_equal(received, image)


@pytest.mark.parametrize(
    'source, rows, target, expected',
    [
        ('rgb8', [[RED, BLUE]] * 2, 'bgr8', [BLUE, RED]),
        ('bgr8', [[BLUE, RED]] * 2, 'rgba8', [[*RED, 255], [*BLUE, 255]]),
        ('rgb8', [[RED, GREEN]] * 2, 'mono8', [76, 150]),
        ('mono8', [[0, 100]] * 2, 'bgr8', [[0, 0, 0], GRAY]),
        ('bgra8', [[[1, 2, 3, 9], [4, 5, 6, 9]]] * 2, 'rgb8', [[3, 2, 1], [6, 5, 4]]),
        ('mono8', [[0, 255]] * 2, 'mono16', [0, 65535]),
        ('mono8', [[3, 4]] * 2, '8UC1', [3, 4]),
        ('yuv422', [[128, 100, 128, 16]] * 2, 'bgr8', [[98, 98, 98], [0, 0, 0]]),
        ('yuv422_yuy2', [[100, 128, 16, 128]] * 2, 'rgb8', [[98, 98, 98], [0, 0, 0]]),
    ],
)
def test_color_conversions(source: str, rows: list, target: str, expected: list) -> None:
    image = BRIDGE.imgmsg_to_cv2(message(source, rows), target)
    assert image[0].tolist() == expected


@pytest.mark.parametrize(
    'source, rows, target, expected',
    [
        ('mono16', [[128, 129]] * 2, 'mono8', [0, 1]),
        ('mono16', [[256, 65535]] * 2, 'mono8', [1, 255]),
        ('mono16', [[0, 25700]] * 2, 'bgr8', [[0, 0, 0], GRAY]),
        ('rgb16', [[[65535, 0, 257], [0, 514, 0]]] * 2, 'bgr8', [[1, 0, 255], [0, 2, 0]]),
    ],
)
def test_sixteen_bits_become_eight(source: str, rows: list, target: str, expected: list) -> None:
    image = BRIDGE.imgmsg_to_cv2(message(source, rows, 'u2'), target)
    assert image[0].tolist() == expected


@pytest.mark.parametrize('depth, dtype, full', [('8', 'u1', 255), ('16', 'u2', 65535)])
@pytest.mark.parametrize(
    'pattern, rows', [('rggb', 'rg gb'), ('bggr', 'bg gr'), ('gbrg', 'gb rg'), ('grbg', 'gr bg')]
)
def test_bayer_red_stays_red(pattern: str, rows: str, depth: str, dtype: str, full: int) -> None:
    tile = np.array([[full * (color == 'r') for color in row] for row in rows.split()], dtype)
    mosaic = np.tile(tile, (4, 4))
    sent = BRIDGE.cv2_to_imgmsg(mosaic, f'bayer_{pattern}{depth}')
    assert BRIDGE.imgmsg_to_cv2(sent, 'rgb8')[4, 4].tolist() == RED


@pytest.mark.parametrize(
    'encoding, dtype', [('mono8', 'u1'), ('16UC1', '<u2'), ('16UC1', '>u2'), ('32FC1', '>f4')]
)
def test_padding_and_byte_order(encoding: str, dtype: str) -> None:
    sent = message(encoding, [[1, 2], [3, 4]], dtype, padding=3)
    assert BRIDGE.imgmsg_to_cv2(sent).tolist() == [[1, 2], [3, 4]]


def test_passthrough_is_a_view_of_the_message() -> None:
    sent = message('mono8', [[1, 2], [3, 4]])
    BRIDGE.imgmsg_to_cv2(sent)[0, 0] = 9
    assert sent.data[0] == 9


def test_an_array_names_its_own_encoding_and_keeps_the_header() -> None:
    header = messages.Image().header
    header.frame_id = 'camera'
    sent = BRIDGE.cv2_to_imgmsg(np.zeros((2, 3), np.float32), header=header)
    assert (sent.encoding, sent.header.frame_id) == ('32FC1', 'camera')


@pytest.mark.parametrize(
    'source, target',
    [
        ('8UC3', 'bgr8'),
        ('16UC1', 'mono8'),
        ('bgr8', '8UC1'),
        ('bayer_rggb8', 'bgra8'),
        ('yuv422', 'yuv422_yuy2'),
        ('bgr8', 'yuv422'),
        ('bgr8', 'yuyv'),
        ('8UC3', '8UC1'),
    ],
)
def test_refuses_a_conversion(source: str, target: str) -> None:
    channels = {'8UC3': 3, 'bgr8': 3, 'yuv422': 2}.get(source, 1)
    sent = message(source, [[[0] * channels] * 2] * 2, 'u2' if source == '16UC1' else 'u1')
    with pytest.raises(cv_bridge.CvBridgeError, match=r'\[\w+\]'):
        BRIDGE.imgmsg_to_cv2(sent, target)


@pytest.mark.parametrize(
    'sent, words',
    [
        (message('nv12', [[16, 100], [16, 100]]), 'nv12'),
        (message('bgr8', [[1, 2], [3, 4]]), 'at least 6 bytes'),
        (messages.Image(encoding='mono8', height=2, width=2, step=2), 'got 0 bytes'),
    ],
)
def test_refuses_a_malformed_message(sent: 'messages.Image', words: str) -> None:
    with pytest.raises(cv_bridge.CvBridgeError, match=words):
        BRIDGE.imgmsg_to_cv2(sent)


@pytest.mark.parametrize(
    'image, encoding',
    [
        (np.zeros((2, 2), np.uint8), 'bgr8'),
        (np.zeros((2, 2, 3), np.uint16), 'bgr8'),
        (np.zeros((2, 2), np.uint64), 'passthrough'),
    ],
)
def test_refuses_an_array_that_does_not_fit(image: npt.NDArray, encoding: str) -> None:
    with pytest.raises(cv_bridge.CvBridgeError):
        BRIDGE.cv2_to_imgmsg(image, encoding)


@pytest.mark.parametrize(
    'image, target, expected',
    [
        (np.full((4, 4, 3), 90, np.uint8), 'passthrough', [90, 90, 90]),
        (np.full((4, 4, 3), 90, np.uint8), 'mono8', 90),
        (np.full((4, 4), 25700, np.uint16), 'mono8', 100),
    ],
)
def test_compressed(image: npt.NDArray, target: str, expected: int | list[int]) -> None:
    sent = BRIDGE.cv2_to_compressed_imgmsg(image, 'png')
    assert BRIDGE.compressed_imgmsg_to_cv2(sent, target)[1, 1].tolist() == expected


def test_refuses_what_does_not_compress() -> None:
    with pytest.raises(cv_bridge.CvBridgeError, match='gif87'):
        BRIDGE.cv2_to_compressed_imgmsg(np.zeros((2, 2), np.uint8), 'gif87')
    with pytest.raises(cv_bridge.CvBridgeError, match='3 bytes'):
        BRIDGE.compressed_imgmsg_to_cv2(messages.CompressedImage(data=b'abc'))
