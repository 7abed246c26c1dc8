# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The data types refuse what they cannot stand for."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from seg_ros.datatypes import (
    CHANNELS_BY_ORDER,
    ClassGroup,
    ClassLabel,
    Finding,
    Image,
    Segmentation,
)


def _plane(*shape, dtype=np.uint8):
    return np.zeros(shape, dtype)


@pytest.mark.parametrize('order', CHANNELS_BY_ORDER)
def test_image_knows_its_size(order) -> None:
    channels = CHANNELS_BY_ORDER[order]
    image = Image(_plane(4, 6) if channels == 1 else _plane(4, 6, channels), order)
    assert (image.height_px, image.width_px) == (4, 6)


@pytest.mark.parametrize(
    'pixels, order, says',
    [
        (_plane(4, 6, 3), 'grb', "one of bgr, rgb, bgra, rgba, gray, got 'grb'"),
        (_plane(4, 6, 3, dtype=np.uint16), 'bgr', 'must be uint8, got uint16'),
        (_plane(4, 6), 'bgr', 'got (4, 6)'),
        (_plane(4, 6, 4), 'rgb', 'got (4, 6, 4)'),
        (_plane(4, 6, 3), 'rgba', 'got (4, 6, 3)'),
        (_plane(4, 6, 1), 'gray', 'got (4, 6, 1)'),
        (_plane(0, 6, 3), 'bgr', 'at least one pixel'),
        (_plane(4, 0), 'gray', 'at least one pixel'),
    ],
)
def test_image_refuses(pixels, order, says) -> None:
    with pytest.raises(ValueError) as refusal:
        Image(pixels, order)
    assert says in str(refusal.value)


def test_image_may_be_a_view() -> None:
    message = _plane(4 * 20)
    rows = message.reshape(4, 20)[:, :18].reshape(4, 6, 3)
    assert Image(rows, 'bgr').width_px == 6


@pytest.mark.parametrize(
    'class_map, confidence, says',
    [
        (_plane(4, 6, dtype=np.int64), None, 'class_map must be (H, W) uint8, got (4, 6) int64'),
        (_plane(1, 4, 6), None, 'class_map must be (H, W) uint8, got (1, 4, 6) uint8'),
        (_plane(4, 6), _plane(4, 6, dtype=np.float32), 'confidence must be (H, W) uint8'),
        (_plane(4, 6), _plane(2, 3), 'confidence must be (4, 6) as the class map is, got (2, 3)'),
    ],
)
def test_segmentation_refuses(class_map, confidence, says) -> None:
    with pytest.raises(ValueError) as refusal:
        Segmentation(class_map, confidence)
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    'shape, dtype, says',
    [
        ((4, 6), np.uint8, 'must be (H, W, 3) uint8, got (4, 6) uint8'),
        ((4, 6, 4), np.uint8, 'must be (H, W, 3) uint8, got (4, 6, 4) uint8'),
        ((4, 6, 3), np.float32, 'must be (H, W, 3) uint8, got (4, 6, 3) float32'),
    ],
)
@pytest.mark.parametrize('name', ['overlay', 'color_map'])
def test_segmentation_refuses_colors_of_another_shape(name, shape, dtype, says) -> None:
    with pytest.raises(ValueError) as refusal:
        Segmentation(_plane(4, 6), **{name: _plane(*shape, dtype=dtype)})
    assert f'{name} {says}' in str(refusal.value)


def test_the_color_map_has_the_size_of_the_class_map_and_the_overlay_its_own() -> None:
    assert Segmentation(_plane(4, 6), overlay=_plane(8, 12, 3)).overlay is not None
    with pytest.raises(ValueError, match=r'color_map must be \(4, 6\) as the class map is'):
        Segmentation(_plane(4, 6), color_map=_plane(8, 12, 3))


def test_segmentation_refuses_shares_of_another_shape() -> None:
    with pytest.raises(ValueError, match=r'class_shares must be \(256,\), got \(3,\)'):
        Segmentation(_plane(4, 6), class_shares=np.zeros(3))


def test_segmentation_needs_no_confidence() -> None:
    assert Segmentation(_plane(4, 6)).confidence is None


@pytest.mark.parametrize(
    'arguments, says',
    [
        ((-1, 'road', (0, 0, 0)), '0..254, got -1'),
        ((255, 'road', (0, 0, 0)), '0..254, got 255'),
        ((3, '', (0, 0, 0)), 'class 3 needs a name'),
        ((3, 'road', (0, 0)), 'three numbers 0..255'),
        ((3, 'road', (0, 0, 256)), 'three numbers 0..255'),
        ((3, 'road', (0, 0, 0), 0.0), 'in (0, 1], got 0.0'),
        ((3, 'road', (0, 0, 0), 1.1), 'in (0, 1], got 1.1'),
    ],
)
def test_class_label_refuses(arguments, says) -> None:
    with pytest.raises(ValueError) as refusal:
        ClassLabel(*arguments)
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    'arguments, says',
    [
        (('straße', (1,)), 'letters a to z'),
        (('free space', (0,)), "letters a to z, digits and underscores, got 'free space'"),
        (('', (0,)), 'letters a to z, digits and underscores'),
        (('weed', (0, 255)), 'class ids 0..254, got (0, 255)'),
    ],
)
def test_class_group_refuses(arguments, says) -> None:
    with pytest.raises(ValueError) as refusal:
        ClassGroup(*arguments)
    assert says in str(refusal.value)


def test_finding_refuses_an_unknown_level() -> None:
    with pytest.raises(ValueError, match="ok, warn or error, got 'fatal'"):
        Finding('fatal', 'grid', 'too coarse')


def test_nouns_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        ClassGroup('weed', (1,)).name = 'crop'
