# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Crops that show nothing."""

import numpy as np
import pytest

from seg_ros.training.data import blank_frames
from seg_ros.training.data.blank_frames import blanked
from seg_ros.training.data.label_map import BLANK

SQUARES = np.kron(np.indices((8, 8)).sum(0) % 2, np.ones((8, 8))).astype(np.uint8)
"""(64, 64) squares of 8 pixels, 0 or 1."""

PIXELS = np.dstack([40 + 160 * SQUARES] * 3)


def contrast(pixels: np.ndarray) -> float:
    """Return the mean difference of bright and dark squares, 160 in the original."""
    gray = pixels.mean(axis=2)
    return abs(gray[SQUARES == 1].mean() - gray[SQUARES == 0].mean())


@pytest.mark.parametrize('kind', ['_fog', '_defocus', '_motion', '_dark', '_overexposed'])
def test_nothing_can_be_seen(kind: str) -> None:
    for seed in range(20):
        blank = getattr(blank_frames, kind)(PIXELS, np.random.default_rng(seed))
        assert blank.shape == PIXELS.shape and blank.dtype == np.uint8
        assert contrast(blank) < 40.0


def test_all_or_one_side_of_a_crop_is_blank() -> None:
    shares = []
    for seed in range(300):
        pixels, channels = blanked(PIXELS, SQUARES, np.random.default_rng(seed))
        blank = channels == BLANK
        assert np.array_equal(pixels[~blank], PIXELS[~blank])
        assert np.array_equal(channels[~blank], SQUARES[~blank])
        shares.append(blank.mean())
    assert 0.7 < np.mean(np.array(shares) == 1.0) < 0.95
    assert 0.1 < min(shares) < 0.4


def test_flat_crops_are_of_every_brightness() -> None:
    levels = [blank_frames._flat(PIXELS, np.random.default_rng(seed)) for seed in range(60)]
    assert min(level.mean() for level in levels) < 25.0
    assert max(level.mean() for level in levels) > 230.0
    assert min(level.std() for level in levels) == 0.0
