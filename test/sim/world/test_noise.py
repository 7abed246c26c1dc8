# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Noise and domes are continuous between pieces, and have their names' properties."""

from typing import Callable

import numpy as np
import pytest

from seg_ros.sim.world.ground_strip import PIECE_PX
from seg_ros.sim.world.noise import domes, generator, smooth_noise

MARGIN_PX = 32


def height_of(piece: int) -> np.ndarray:
    return domes(1, 'clods', piece, 120, 2.0, 6.0, MARGIN_PX)[0]


def coarse_height_of(piece: int) -> np.ndarray:
    return domes(1, 'clods', piece, 120, 2.0, 6.0, MARGIN_PX, 2)[0]


def noise_of(piece: int) -> np.ndarray:
    return smooth_noise(1, 'damp', piece, 120, 64, MARGIN_PX)


def fine_noise_of(piece: int) -> np.ndarray:
    return smooth_noise(1, 'rough', piece, 120, 2, MARGIN_PX)


@pytest.mark.parametrize(
    'made_for',
    [
        height_of,
        coarse_height_of,
        noise_of,
        fine_noise_of,
    ],
)
def test_neighboring_pieces_are_equal_where_they_overlap(
    made_for: Callable[[int], np.ndarray],
) -> None:
    first, second = made_for(-1), made_for(0)
    assert first.shape == (PIECE_PX + 2 * MARGIN_PX, 120)
    assert first.dtype == np.float32
    np.testing.assert_allclose(first[-2 * MARGIN_PX :], second[: 2 * MARGIN_PX], atol=1e-5)


def test_large_lumps_on_every_second_pixel_are_similar() -> None:
    fine, coarse = height_of(0), coarse_height_of(0)
    assert np.corrcoef(fine.ravel(), coarse.ravel())[0, 1] > 0.9
    assert coarse.mean() == pytest.approx(fine.mean(), rel=0.05)


def test_generator_differs_by_seed_name_and_piece() -> None:
    draws = {
        generator(*key).random()
        for key in (
            (1, 'moss', 0),
            (2, 'moss', 0),
            (1, 'straw', 0),
            (1, 'moss', 1),
            (1, 'moss', -1),
        )
    }
    assert len(draws) == 5
    assert generator(1, 'moss', 0).random() in draws


def test_wide_noise_changes_slowly() -> None:
    wide, fine = (
        np.abs(np.diff(made_for(0), axis=0)).mean() for made_for in (noise_of, fine_noise_of)
    )
    assert wide < 0.1 * fine
