# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Blur, motion blur, gain and noise of the simulated camera."""

from typing import Callable

import numpy as np
import pytest

from seg_ros.errors import ParameterError
from seg_ros.sim.image_sensor import CameraTraits, expose

PERFECT = CameraTraits(blur_px=0.0, noise=0.0)
DOT = np.zeros((9, 9, 3), np.uint8)
DOT[4, 4] = 240


def exposed(pixels: np.ndarray, traits: CameraTraits, motion_px: float = 0.0) -> np.ndarray:
    return expose(pixels, traits, motion_px, np.random.default_rng(0))


def test_an_ideal_camera_changes_nothing() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (20, 30, 3), np.uint8)
    np.testing.assert_array_equal(exposed(pixels, PERFECT), pixels)


@pytest.mark.parametrize(
    'motion_px, column',
    [
        (0.5, [0, 0, 240, 0, 0]),
        (2.0, [0, 60, 120, 60, 0]),
        (3.0, [0, 80, 80, 80, 0]),
        (4.0, [30, 60, 60, 60, 30]),
    ],
)
def test_motion_blur_is_in_the_travel_direction(motion_px: float, column: list[int]) -> None:
    smeared = exposed(DOT, PERFECT, motion_px)
    np.testing.assert_array_equal(smeared[2:7, 4, 0], column)
    assert not smeared[:, [3, 5]].any()


def test_blur_is_symmetric() -> None:
    blurred = exposed(DOT, CameraTraits(blur_px=1.0, noise=0.0))[..., 0]
    np.testing.assert_array_equal(blurred, blurred.T)
    assert 0 < blurred[4, 5] < blurred[4, 4] < 240


@pytest.mark.parametrize(
    'changes, measure, value',
    [
        ({'gain': 0.5}, np.mean, 60.0),
        ({'gain': 3.0}, np.mean, 255.0),
        ({'balance': (1.0, 1.3, 1.0)}, np.mean, 132.0),
        ({'noise': 5.0}, np.std, 4.84),
    ],
)
def test_gain_balance_and_noise(changes: dict, measure: Callable, value: float) -> None:
    gray = np.full((100, 100, 3), 120, np.uint8)
    traits = CameraTraits(**{'blur_px': 0.0, 'noise': 0.0, **changes})
    assert measure(exposed(gray, traits)) == pytest.approx(value, rel=0.02)


def test_noise_is_lower_in_the_dark_and_has_no_pattern() -> None:
    dark, light = (
        exposed(np.full((100, 100, 3), level, np.uint8), CameraTraits(blur_px=0.0)).astype(
            np.float64
        )
        - level
        for level in (30, 200)
    )
    assert dark.std() < 0.6 * light.std()
    assert abs(np.corrcoef(light[1:].ravel(), light[:-1].ravel())[0, 1]) < 0.03


@pytest.mark.parametrize(
    'changes, name',
    [
        ({'gain': 0.0}, 'gain'),
        ({'noise': float('nan')}, 'noise'),
        ({'exposure_s': 1.0}, 'exposure'),
        ({'balance': (1.0, 0.0, 1.0)}, 'balance'),
        ({'balance': (1.0, 1.0)}, 'balance'),
    ],
)
def test_traits_out_of_range_are_refused(changes: dict, name: str) -> None:
    with pytest.raises(ParameterError, match=f'{name}.* of a camera must be'):
        CameraTraits(**changes)
