# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Strips of cells lie at the right place in the image, whole or in tiles, at any size."""

import cv2
import numpy as np
import pytest
from reference import margin, upsampled

from seg_ros.datatypes import Image
from seg_ros.errors import FrameError, ManifestError
from seg_ros.inference.io_spec import HeadSpec, InputSpec, IoSpec
from seg_ros.inference.manifest import InputFacts
from seg_ros.segmentation.network import Network, unpack


STRIDE = 4
HEAD = HeadSpec('scores', 'NCHW', 'logits', 2, (0, 1), (STRIDE, STRIDE))


def network(resize: str, size: tuple | None, head: HeadSpec = HEAD) -> Network:
    spec = InputSpec('image', 'NCHW', 'float32', *(size or (None, None)))
    facts = InputFacts('GRAY', resize=resize, pad_value=0, divisible_by=STRIDE)
    return Network(facts, IoSpec(spec, (head,), ()))


def run(tensor: np.ndarray, names: tuple) -> list[np.ndarray]:
    """Return the scores of a small convolution: brightness around each cell, and darkness."""
    assert names == ('scores',)
    # Blurred up to the edge, with zeros beyond: a network has no pixels outside of its input.
    around = cv2.blur(tensor[0, 0], (7, 7), borderType=cv2.BORDER_CONSTANT)
    cells = cv2.resize(around, None, fx=1 / STRIDE, fy=1 / STRIDE, interpolation=cv2.INTER_AREA)
    return [np.stack([1 - cells, cells])[np.newaxis]]


def upsampled_by(net: Network, image: Image, pixels: tuple) -> np.ndarray:
    """Return the scores of both channels at each of the pixels, from all strips."""
    scores = np.full((2, *pixels), np.nan, np.float32)
    for head, strip in net.strips(image, pixels, run):
        assert head == 0
        for channel, cells in enumerate(strip.cells):
            scores[channel][strip.window] = strip.upsample(cells)
    assert not np.isnan(scores).any()
    return scores


@pytest.fixture
def image() -> Image:
    """Return a smooth gray image of 120 x 152 pixels."""
    noise = np.random.default_rng(5).uniform(-1, 1, (120, 152)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), 9, borderType=cv2.BORDER_REFLECT)
    return Image(cv2.normalize(smooth, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8), 'gray')


@pytest.mark.parametrize(
    'resize, size, network_px, content_px',
    [
        ('stretch', (32, 64), (32, 64), (32, 64)),
        ('letterbox', (64, 64), (64, 64), (51, 64)),
        ('stretch', None, (120, 152), (120, 152)),
    ],
)
@pytest.mark.parametrize('pixels', ['camera', 'network'])
def test_cells_are_upsampled_over_the_content(
    image, resize, size, network_px, content_px, pixels
) -> None:
    net = network(resize, size)
    placement = net.placement(image)
    assert (placement.network, placement.content) == (network_px, content_px)
    size = net.content_size(image, (120, 152) if pixels == 'camera' else network_px)
    prepared = cv2.resize(image.pixels, content_px[::-1])
    padded = np.zeros(network_px, np.float32)
    padded[: content_px[0], : content_px[1]] = prepared / np.float32(255)
    (cells,) = run(padded[np.newaxis, np.newaxis], ('scores',))
    cell_px = tuple(STRIDE * output / content for output, content in zip(size, content_px))
    np.testing.assert_allclose(
        upsampled_by(net, image, size), upsampled(cells[0], size, cell_px), atol=2e-6
    )


def test_tiles_show_no_seam(image) -> None:
    size = (120, 152)
    tiled = upsampled_by(network('tile', (48, 48)), image, size)
    whole = upsampled_by(network('stretch', None), image, size)
    differ = tiled.argmax(axis=0) != whole.argmax(axis=0)
    assert differ.mean() < 0.01
    assert margin(whole)[differ].max() < 0.1
    # A seam would be a step between rows or columns that is larger than those of a single run.
    inside = np.s_[:, 8:-8, 8:-8]
    for axis in (1, 2):
        steps, usual = (
            np.abs(np.diff(scores[inside], axis=axis)).max() for scores in (tiled, whole)
        )
        assert steps < 1.5 * usual


def test_tiles_hold_whole_cells() -> None:
    odd = HeadSpec('scores', 'NCHW', 'logits', 2, (0, 1), (513 / 65, 513 / 65))
    with pytest.raises(ManifestError) as refusal:
        network('tile', (513, 513), odd)
    assert str(refusal.value) == (
        'manifest field input.resize can be tile only where cells are whole pixels, got tiles of '
        "513 x 513 pixels and cells of 7.892 x 7.892 in output 'scores'"
    )


PLANES = np.arange(2 * 3 * 4).reshape(2, 3, 4)


def head(
    layout: str = 'NCHW', kind: str = 'logits', class_ids: tuple = (0, 1), **rest
) -> HeadSpec:
    channels = 0 if kind == 'class_map' else len(class_ids)
    return HeadSpec('scores', layout, kind, channels, class_ids, (1.0, 1.0), **rest)


@pytest.mark.parametrize('dtype', ['float32', 'float16', 'float64', 'uint8', 'int8', 'int32'])
@pytest.mark.parametrize(
    'layout, raw, expected',
    [
        ('NCHW', PLANES[np.newaxis], PLANES),
        ('NHWC', PLANES.transpose(1, 2, 0)[np.newaxis], PLANES),
        ('NHW', PLANES[:1], PLANES[:1]),
    ],
)
def test_layout_and_dtype(layout, raw, expected, dtype) -> None:
    scores = unpack(raw.astype(dtype), head(layout))
    assert scores.dtype == np.float32
    assert scores.flags.c_contiguous
    np.testing.assert_array_equal(scores, expected)


@pytest.mark.parametrize('layout, shape', [('NCL', (1, 2, 12)), ('NLC', (1, 12, 2))])
def test_flattened_cells_are_rows_and_columns(layout, shape) -> None:
    flat = PLANES.reshape(2, 12).T if layout == 'NLC' else PLANES
    scores = unpack(flat.reshape(shape), head(layout, grid=(3, 4)))
    assert scores.flags.c_contiguous
    np.testing.assert_array_equal(scores, PLANES)


@pytest.mark.parametrize('dtype', ['float32', 'int64', 'uint8'])
def test_a_flattened_class_map_has_rows_and_columns(dtype) -> None:
    raw = np.array([[0, 1, 255, 1, 0, 7]], dtype)
    ids = unpack(raw, head('NL', 'class_map', (4, 5), grid=(2, 3)))
    assert ids.tolist() == [[[4, 5, 255], [5, 4, 255]]]


@pytest.mark.parametrize(
    'dtype, zero_point, expected',
    [
        ('uint8', 128, [-64.0, -0.5, 0.0, 63.5]),
        ('int8', 0, [-64.0, -0.5, 0.0, 63.5]),
    ],
)
def test_scores_are_dequantized(dtype, zero_point, expected) -> None:
    raw = np.array([[[[-128, -1, 0, 127]]]], np.int16) + zero_point
    scores = unpack(raw.astype(dtype), head(scale=0.5, zero_point=zero_point))
    assert scores.tolist() == [[expected]]


@pytest.mark.parametrize(
    'dtype, values, expected',
    [
        ('int64', [0, 1, 2, 3, -1, 255, 256, 2**40], [5, 255, 7, 255, 255, 255, 255, 255]),
        ('int32', [0, 1, 2, 3, -1, 255, 256, -(2**31)], [5, 255, 7, 255, 255, 255, 255, 255]),
        ('uint8', [0, 1, 2, 3, 254, 255, 0, 2], [5, 255, 7, 255, 255, 255, 5, 7]),
        ('float32', [0, 1, 2, 3, -1, 255, 256, 1e9], [5, 255, 7, 255, 255, 255, 255, 255]),
    ],
)
@pytest.mark.parametrize(
    'layout, shape', [('NHW', (1, 2, 4)), ('NCHW', (1, 1, 2, 4)), ('NHWC', (1, 2, 4, 1))]
)
def test_values_of_a_class_map_without_a_class_become_unlabelled(
    layout, shape, dtype, values, expected
) -> None:
    raw = np.array(values, dtype).reshape(shape)
    ids = unpack(raw, head(layout, 'class_map', (5, None, 7)))
    assert ids.dtype == np.uint8
    assert ids.reshape(-1).tolist() == expected
    assert ids.shape == (1, 2, 4)


@pytest.mark.parametrize('dtype', ['uint8', 'float32', 'int64'])
def test_a_mask_of_0_and_255_has_the_same_classes_as_one_of_0_and_1(dtype) -> None:
    ids = (5, 7, *(None,) * 253, 7)
    raw = np.array([[[0, 1, 255, 2]]], dtype)
    assert unpack(raw, head('NHW', 'class_map', ids)).tolist() == [[[5, 7, 7, 255]]]


@pytest.mark.parametrize('dtype, value', [('int64', -1), ('int64', 256), ('float32', 1e9)])
def test_numbers_beyond_8_bits_are_not_255(dtype, value) -> None:
    ids = (5, 7, *(None,) * 253, 7)
    raw = np.array([[[value, 0]]], dtype)
    assert unpack(raw, head('NHW', 'class_map', ids)).tolist() == [[[255, 5]]]


@pytest.mark.parametrize('value', [np.nan, np.inf, -np.inf])
def test_scores_that_are_not_finite_are_refused(value) -> None:
    raw = np.zeros((1, 2, 3, 3), np.float32)
    raw[0, 1, 2, 2] = value
    with pytest.raises(FrameError, match="output 'scores' must be finite"):
        unpack(raw, head())
