# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The drawn street is always the same, with known colors at known positions."""

import numpy as np
import pytest

from seg_ros.models.street import street_image


def test_the_image_is_always_the_same() -> None:
    assert np.array_equal(street_image(), street_image())


@pytest.mark.parametrize(
    'row, column, bgr',
    [
        (20, 250, (236, 224, 210)),
        (330, 180, (96, 92, 90)),
        (262, 60, (96, 92, 90)),
        (215, 100, (140, 148, 152)),
        (215, 342, (60, 40, 120)),
    ],
    ids=['sky', 'road', 'road at the left', 'pavement', 'car'],
)
def test_colors_at_known_positions(row: int, column: int, bgr: tuple) -> None:
    seen = street_image()[row - 3 : row + 3, column - 3 : column + 3].mean((0, 1))
    assert np.abs(seen - bgr).max() < 12.0
