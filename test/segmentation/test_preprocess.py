# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Input tensors: placement, color order, normalization, and images that are strided views."""

import numpy as np
import pytest

from seg_ros.datatypes import CHANNELS_BY_ORDER, Image
from seg_ros.errors import ManifestError
from seg_ros.inference.io_spec import InputSpec
from seg_ros.inference.manifest import InputFacts
from seg_ros.segmentation.preprocess import Preprocessor

RED, GREEN, BLUE, ALPHA, GRAY = 10, 100, 200, 77, 60
BY_LETTER = {'r': RED, 'g': GREEN, 'b': BLUE, 'a': ALPHA}
LUMA = 84
PIXELS = (0.0, 255.0)


def _image(order: str, height: int = 2, width: int = 3) -> Image:
    if order == 'gray':
        return Image(np.full((height, width), GRAY, np.uint8), order)
    values = [BY_LETTER[letter] for letter in order]
    return Image(np.full((height, width, len(values)), values, np.uint8), order)


def _preprocessor(height, width, layout='NCHW', dtype='float32', **facts):
    return Preprocessor(InputFacts(**facts), InputSpec('in', layout, dtype, height, width))


def _first_pixel(tensor, layout):
    return tensor[0, :, 0, 0].tolist() if layout == 'NCHW' else tensor[0, 0, 0].tolist()


@pytest.mark.parametrize('layout', ['NCHW', 'NHWC'])
@pytest.mark.parametrize('dtype', ['float32', 'float16', 'uint8', 'int8'])
@pytest.mark.parametrize('order', CHANNELS_BY_ORDER)
@pytest.mark.parametrize(
    'space, expected',
    [
        ('RGB', (RED, GREEN, BLUE)),
        ('BGR', (BLUE, GREEN, RED)),
        ('GRAY', (LUMA,)),
    ],
)
def test_every_order_fills_every_space(layout, dtype, order, space, expected) -> None:
    if order == 'gray':
        expected = (GRAY,) * len(expected)
    if dtype == 'int8':
        expected = tuple(value - 128 for value in expected)
    prepare = _preprocessor(4, 6, layout, dtype, input_space=space, input_range=PIXELS).prepare
    for height, width in ((2, 3), (4, 6)):
        tensor, _ = prepare(_image(order, height, width))
        assert tensor.dtype == dtype
        assert tensor.flags.c_contiguous
        assert tensor.shape == (
            (1, len(expected), 4, 6) if layout == 'NCHW' else (1, 4, 6, len(expected))
        )
        assert _first_pixel(tensor, layout) == list(expected)
        assert np.ptp(tensor, axis=(2, 3) if layout == 'NCHW' else (1, 2)).max() == 0


@pytest.mark.parametrize('layout', ['NCHW', 'NHWC'])
@pytest.mark.parametrize('dtype', ['float32', 'float16'])
def test_range_mean_and_std_are_applied_to_all_pixel_values(layout, dtype) -> None:
    values = np.arange(256, dtype=np.uint8).reshape(16, 16)
    mean, std = (0.4, -0.3, 0.0), (0.2, 1.5, 3.0)
    preprocessor = _preprocessor(
        16, 16, layout, dtype, input_range=(-1.0, 1.0), mean=mean, std=std
    )
    tensor, _ = preprocessor.prepare(Image(values, 'gray'))
    planes = tensor[0] if layout == 'NCHW' else tensor[0].transpose(2, 0, 1)
    for plane, mean_of_channel, std_of_channel in zip(planes, mean, std):
        expected = (values / 127.5 - 1.0 - mean_of_channel) / std_of_channel
        np.testing.assert_allclose(plane, expected.astype(dtype), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize('dtype', ['uint8', 'int8'])
@pytest.mark.parametrize('facts', [{'mean': (0.5,) * 3}, {'std': (0.5,) * 3}])
def test_integer_input_refuses_normalization(dtype, facts) -> None:
    with pytest.raises(ManifestError, match=f'left out where the input is {dtype}'):
        _preprocessor(4, 4, dtype=dtype, **facts)


def test_integer_input_takes_a_normalization_that_changes_nothing() -> None:
    preprocessor = _preprocessor(2, 2, dtype='uint8', mean=(0.0,) * 3, std=(1.0,) * 3)
    assert preprocessor.prepare(_image('bgr'))[0].max() == BLUE


@pytest.mark.parametrize(
    'resize, fixed, size, image, network, content',
    [
        ('stretch', (4, 6), None, (9, 9), (4, 6), (4, 6)),
        ('stretch', (None, None), (8, 8), (9, 9), (8, 8), (8, 8)),
        ('stretch', (None, None), None, (9, 16), (16, 16), (16, 16)),
        ('stretch', (None, 6), None, (9, 9), (16, 6), (16, 6)),
        ('letterbox', (8, 8), None, (4, 16), (8, 8), (2, 8)),
        ('letterbox', (8, 8), None, (16, 4), (8, 8), (8, 2)),
        ('letterbox', (8, 8), None, (2, 4), (8, 8), (4, 8)),
        ('letterbox', (8, 8), None, (1, 99), (8, 8), (1, 8)),
        ('letterbox', (None, None), (8, 8), (4, 16), (8, 8), (2, 8)),
        ('letterbox', (None, None), None, (9, 17), (16, 24), (9, 17)),
        ('tile', (8, 8), None, (8, 8), (8, 8), (8, 8)),
        ('tile', (8, 8), None, (3, 5), (8, 8), (3, 5)),
        ('tile', (None, None), None, (3, 9), (8, 16), (3, 9)),
    ],
)
def test_placement(resize, fixed, size, image, network, content) -> None:
    preprocessor = _preprocessor(
        *fixed, resize=resize, size=size, divisible_by=8, pad_value=0, input_range=PIXELS
    )
    tensor, placement = preprocessor.prepare(_image('rgb', *image))
    assert tensor.shape == (1, 3, *network)
    assert (placement.network, placement.content) == (network, content)
    covered = np.zeros(network, bool)
    covered[: content[0], : content[1]] = True
    np.testing.assert_array_equal(tensor[0, 2], np.where(covered, BLUE, 0))


def test_tile_larger_than_the_network_is_refused() -> None:
    with pytest.raises(ValueError, match='must fit'):
        _preprocessor(4, 4, resize='tile').prepare(_image('bgr', 5, 4))


@pytest.mark.parametrize('layout', ['NCHW', 'NHWC'])
@pytest.mark.parametrize(
    'dtype, padding',
    [
        ('float32', 114 / 255),
        ('float16', np.float16(114 / 255)),
        ('uint8', 114),
        ('int8', -14),
    ],
)
def test_padding_is_a_pixel_value_and_not_overwritten(layout, dtype, padding) -> None:
    preprocessor = _preprocessor(8, 8, layout, dtype, resize='letterbox')
    for height, width in ((16, 8), (8, 16), (8, 16)):
        tensor, placement = preprocessor.prepare(_image('bgr', height, width))
        planes = tensor[0] if layout == 'NCHW' else tensor[0].transpose(2, 0, 1)
        rows, columns = placement.content
        assert rows < 8 or columns < 8
        assert planes[:, rows:] == pytest.approx(padding)
        assert planes[:, :, columns:] == pytest.approx(padding)


def test_halving_averages_blocks_of_four() -> None:
    blocks = np.array([[0, 4, 100, 100], [8, 12, 100, 100]], np.uint8)
    preprocessor = _preprocessor(1, 2, input_space='GRAY', input_range=PIXELS)
    assert preprocessor.prepare(Image(blocks, 'gray'))[0].tolist() == [[[[6.0, 100.0]]]]


@pytest.mark.parametrize('size', [(5, 7), (3, 4)])
@pytest.mark.parametrize('order', CHANNELS_BY_ORDER)
@pytest.mark.parametrize(
    'view',
    [
        lambda pixels: pixels[:, :7],
        lambda pixels: pixels[:, 1:8],
        lambda pixels: pixels[:, ::-1][:, :7],
        lambda pixels: pixels[::-1, :7],
        lambda pixels: pixels.repeat(2, axis=1)[:, 4:18:2],
    ],
    ids=['padded rows', 'inner columns', 'mirrored', 'upside down', 'every other column'],
)
def test_views_are_read_as_their_copies(size, order, view) -> None:
    channels = CHANNELS_BY_ORDER[order]
    shape = (5, 9) if channels == 1 else (5, 9, channels)
    pixels = view(np.random.default_rng(1).integers(0, 256, shape, dtype=np.uint8))
    pixels.flags.writeable = False
    expected, _ = _preprocessor(*size).prepare(Image(pixels.copy(), order))
    tensor, _ = _preprocessor(*size).prepare(Image(pixels, order))
    np.testing.assert_array_equal(tensor, expected)


@pytest.mark.parametrize('layout', ['NCHW', 'NHWC'])
@pytest.mark.parametrize('size', [(1, 1), (1, 5), (5, 1)])
@pytest.mark.parametrize('space', ['RGB', 'GRAY'])
def test_thin_images(layout, size, space) -> None:
    preprocessor = _preprocessor(
        8, 8, layout, resize='tile', input_space=space, input_range=PIXELS
    )
    tensor, _ = preprocessor.prepare(_image('gray', *size))
    planes = tensor[0] if layout == 'NCHW' else tensor[0].transpose(2, 0, 1)
    assert (planes[:, : size[0], : size[1]] == GRAY).all()
    assert (planes == 114).sum() == planes.size - planes[:, : size[0], : size[1]].size


def test_the_tensor_is_reused() -> None:
    preprocessor = _preprocessor(4, 4)
    first, _ = preprocessor.prepare(_image('bgr'))
    second, _ = preprocessor.prepare(_image('gray', 7, 5))
    assert second is first
