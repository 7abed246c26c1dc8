# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Parameters are checked, and plant numbers encode the class."""

import numpy as np
import pytest

from seg_ros.errors import ParameterError
from seg_ros.sim.world.ground_strip import (
    classes_of,
    CROP,
    MOST_PLANTS,
    plant_number,
    SOIL,
    WEED,
    WorldParameters,
)


@pytest.mark.parametrize(
    'name, value',
    [
        ('seed', -1),
        ('width_m', 0.1),
        ('weed_cover', float('nan')),
        ('weed_cover', 0.6),
        ('crop_cover', 0.4),
        ('row_spacing_m', 0.0),
        ('canopy_m', -0.1),
    ],
)
def test_parameters_out_of_range_are_refused(name: str, value: float) -> None:
    with pytest.raises(
        ParameterError, match=f'{name} of the simulated field must be .*, got {value}'
    ):
        WorldParameters(**{name: value})


def test_numbers_differ_by_piece_kind_and_index_and_fit_into_owners() -> None:
    numbers = [
        plant_number(piece, is_crop, index)
        for piece in (-16, -1, 0, 2**18 - 17)
        for is_crop in (False, True)
        for index in (0, MOST_PLANTS - 1)
    ]
    assert len(set(numbers)) == len(numbers)
    assert min(numbers) == 1
    assert max(numbers) == np.iinfo(np.int32).max


@pytest.mark.parametrize('piece', [-16, -1, 0, 7, 2**18 - 17])
def test_class_of_a_plant_number(piece: int) -> None:
    owners = np.int32(
        [
            [0, plant_number(piece, False, 0), plant_number(piece, True, 0)],
            [
                plant_number(piece, True, MOST_PLANTS - 1),
                plant_number(piece, False, MOST_PLANTS - 1),
                0,
            ],
        ]
    )
    classes = classes_of(owners)
    assert classes.dtype == np.uint8
    np.testing.assert_array_equal(classes, [[SOIL, WEED, CROP], [CROP, WEED, SOIL]])
