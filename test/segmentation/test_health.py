# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Findings on the network: when they warn, and that they name a remedy."""

import numpy as np
import pytest

from seg_ros.datatypes import ClassLabel, Image
from seg_ros.inference.io_spec import Placement
from seg_ros.segmentation.health import (
    check_age,
    check_color_order,
    check_confidence,
    check_contrast,
    check_encoding,
    check_grid,
    check_jitter,
    check_losses,
    check_provider,
    check_shares,
    check_silence,
    SEGMENT_BYTES,
)


SOIL = ClassLabel(0, 'soil', (100, 60, 20))
WEED = ClassLabel(1, 'weed', (250, 0, 50), max_share=0.5)
CROP = ClassLabel(2, 'crop', (0, 200, 0), max_share=0.4)


@pytest.mark.parametrize(
    'soil, weed, crop, level, text',
    [
        (1.0, 0.0, 0.0, 'ok', 'no class fills more'),
        (0.25, 0.5, 0.25, 'ok', 'no class fills more'),
        (0.25, 0.75, 0.0, 'warn', 'weed fills 75% of the frame, more than its max_share of 50%'),
        (0.0, 0.5, 0.5, 'warn', 'crop fills 50% of the frame, more than its max_share of 40%'),
        (0.0, 0.5, 0.0, 'ok', 'no class fills more'),
    ],
)
def test_shares(soil, weed, crop, level, text) -> None:
    shares = np.zeros(256)
    shares[:3] = soil, weed, crop
    finding = check_shares(shares, (SOIL, WEED, CROP))
    assert finding.level == level
    assert text in finding.message
    assert ('manifest' in finding.message) == (level == 'warn')


DARK = np.full((2, 2), 16, np.uint8)
LIGHT = np.full((2, 2), 17, np.uint8)


@pytest.mark.parametrize(
    'pixels, order, bits, space, texts',
    [
        (np.dstack([DARK] * 3), 'bgr', 8, 'RGB', ()),
        (LIGHT, 'gray', 8, 'RGB', ('one channel',)),
        (DARK, 'gray', 8, 'BGR', ('one channel',)),
        (DARK, 'gray', 16, 'RGB', ('one channel', 'lowest 12')),
        (LIGHT, 'gray', 16, 'RGB', ('one channel',)),
        (np.dstack([DARK] * 3), 'bgr', 16, 'RGB', ('lowest 12',)),
        (np.dstack([LIGHT] * 3), 'bgr', 16, 'RGB', ()),
        (DARK, 'gray', 16, 'GRAY', ()),
    ],
)
def test_encoding(pixels, order, bits, space, texts) -> None:
    finding = check_encoding(Image(pixels, order, bits), space)
    assert finding.level == ('warn' if texts else 'ok')
    assert [text for text in ('one channel', 'lowest 12') if text in finding.message] == [*texts]
    assert ('let the driver' in finding.message) == bool(texts)


@pytest.mark.parametrize(
    'first, second, level',
    [
        ((90, 90, 90), (90, 90, 90), 'warn'),
        ((90, 90, 90), (90, 80, 90), 'warn'),
        ((90, 90, 90), (90, 78, 90), 'ok'),
        ((0, 0, 0), (10, 10, 10), 'warn'),
        ((90,), (70,), 'ok'),
        ((90, 90, 90, 255), (90, 90, 90, 0), 'warn'),
    ],
)
def test_an_image_that_shows_nothing(first, second, level) -> None:
    """Half of it is of one color, the other half of another: the deviation is half of that."""
    pixels = np.empty((16, 32, len(first)), np.uint8)
    pixels[:, :16], pixels[:, 16:] = first, second
    finding = check_contrast(pixels.squeeze())
    assert finding.level == level
    assert ('covered lens' in finding.message) == (level == 'warn')


@pytest.mark.parametrize(
    'mean_confidence, classes, level',
    [
        (0.99, 2, 'ok'),
        (0.60, 2, 'ok'),
        (0.55, 2, 'warn'),
        (0.50, 1, 'warn'),
        (0.90, 21, 'ok'),
        (0.25, 21, 'ok'),
        (np.e / (np.e + 20), 21, 'warn'),
    ],
)
def test_confidence(mean_confidence, classes, level) -> None:
    finding = check_confidence(mean_confidence, classes)
    assert finding.level == level
    assert f'{mean_confidence:.2f}' in finding.message
    assert ('input_range' in finding.message) == (level == 'warn')


@pytest.mark.parametrize(
    'mean_confidence, swapped_confidence, level',
    [
        (0.90, 0.80, 'ok'),
        (0.90, 0.91, 'ok'),
        (0.90, 0.93, 'warn'),
    ],
)
def test_color_order(mean_confidence, swapped_confidence, level) -> None:
    finding = check_color_order(mean_confidence, swapped_confidence)
    assert finding.level == level
    assert ('input_space' in finding.message) == (level == 'warn')


@pytest.mark.parametrize(
    'camera, network, content, stride, level, cell',
    [
        ((480, 640), (512, 512), (512, 512), (8.0, 8.0), 'ok', '10'),
        ((1080, 1920), (512, 512), (512, 512), (8.0, 8.0), 'warn', '30'),
        ((1080, 1920), (512, 512), (288, 512), (4.0, 4.0), 'ok', '15'),
        ((480, 640), (480, 640), (480, 640), (32.0, 8.0), 'warn', '32'),
    ],
)
def test_grid(camera, network, content, stride, level, cell) -> None:
    finding = check_grid(camera, Placement(network, content), stride)
    assert finding.level == level
    assert f'a cell covers {cell} camera pixels' in finding.message
    assert ('resize: tile' in finding.message) == (level == 'warn')


CPU, CUDA = 'CPUExecutionProvider', 'CUDAExecutionProvider'


@pytest.mark.parametrize(
    'durations_s, level',
    [
        ([], 'ok'),
        ([0.040, 0.400] * 9, 'ok'),
        ([0.040] * 18 + [0.050] * 2, 'ok'),
        ([0.040] * 18 + [0.090] * 2, 'warn'),
        ([0.002] * 18 + [0.006] * 2, 'ok'),
    ],
)
def test_jitter(durations_s, level) -> None:
    finding = check_jitter(durations_s)
    assert finding.level == level
    assert ('`threads`' in finding.message) == (level == 'warn')


@pytest.mark.parametrize(
    'age_s, level, text',
    [
        (0.05, 'ok', '0.05 s'),
        (1.0, 'ok', '1.00 s'),
        (1.2, 'error', 'stale after 1 s: synchronize the clocks'),
        (-0.005, 'ok', '-0.01 s'),
        (-0.3, 'warn', '0.30 s in the future: synchronize the clocks'),
    ],
)
def test_age(age_s, level, text) -> None:
    finding = check_age(age_s, 1.0)
    assert finding.level == level
    assert text in finding.message


@pytest.mark.parametrize(
    'silent_s, level, text',
    [
        (0.1, 'ok', '0.10 s ago'),
        (3.0, 'error', 'no image on /front/image for 3.0 s: start the camera driver'),
    ],
)
def test_silence(silent_s, level, text) -> None:
    finding = check_silence(silent_s, 1.0, '/front/image')
    assert finding.level == level
    assert text in finding.message


@pytest.mark.parametrize(
    'used, requested, level',
    [
        (CPU, (CPU,), 'ok'),
        (CUDA, (CUDA, CPU), 'ok'),
        (CPU, (), 'ok'),
        (CPU, (CUDA, CPU), 'warn'),
    ],
)
def test_provider(used, requested, level) -> None:
    finding = check_provider(used, requested)
    assert finding.level == level
    assert finding.message.startswith(used)
    assert (f'instead of {CUDA}' in finding.message) == (level == 'warn')


STEADY = [0.1] * 30
GAPPY = [0.1, 0.1, 0.2] * 10


@pytest.mark.parametrize(
    'intervals_s, image_bytes, best_effort, level',
    [
        (STEADY, 640 * 480 * 3, True, 'ok'),
        (GAPPY, 640 * 480 * 3, True, 'warn'),
        (GAPPY, 640 * 480 * 3, False, 'ok'),
        (GAPPY, SEGMENT_BYTES, True, 'ok'),
        (GAPPY[:19], 640 * 480 * 3, True, 'ok'),
        (STEADY + [0.2], 640 * 480 * 3, True, 'ok'),
    ],
)
def test_losses(intervals_s, image_bytes, best_effort, level) -> None:
    finding = check_losses(intervals_s, image_bytes, best_effort)
    assert finding.level == level
    assert ('32 MiB segment' in finding.message) == (level == 'warn')
