# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Plants are placed according to the parameters."""

import numpy as np
import pytest

from seg_ros.errors import ParameterError
from seg_ros.sim.world.ground_strip import CROP, PIECE_PX, PIXEL_M, Plant, WEED, WorldParameters
from seg_ros.sim.world.plant_placement import plants_of_piece, SMALLEST_PX
from seg_ros.sim.world.rasterize import covered_px
from seg_ros.sim.world.world import World

FALLOW = WorldParameters(seed=2, weed_cover=0.15, crop_cover=0.0)


def plants(plan: WorldParameters, pieces: int) -> list[Plant]:
    return [plant for piece in range(pieces) for plant in plants_of_piece(plan, piece)]


def test_weeds_are_lognormal_in_diameter_and_within_bounds() -> None:
    weeds = plants(FALLOW, 16)
    diameters = np.array([weed.diameter_m for weed in weeds])
    assert 0.01 <= diameters.min() and diameters.max() <= 0.25
    assert np.percentile(diameters, 90) == pytest.approx(0.04 * np.exp(0.6 * 1.28), rel=0.15)
    assert np.median(diameters) == pytest.approx(0.043, rel=0.1)
    assert {weed.kind for weed in weeds} == {'broadleaf', 'rosette', 'grass'}
    assert not any(weed.is_crop for weed in weeds)


def test_weeds_have_the_minimum_area() -> None:
    areas = [covered_px(weed) for weed in plants(FALLOW, 6)]
    assert SMALLEST_PX <= min(areas) < 2 * SMALLEST_PX


@pytest.mark.parametrize(
    'changes',
    [
        {},
        {'weed_cover': 0.0},
        {'weed_cover': 0.15},
        {'crop_cover': 0.0},
        {'crop_cover': 0.25},
        {'width_m': 1.2, 'row_spacing_m': 0.6},
        {'weed_median_m': 0.08, 'weed_sigma': 0.0},
    ],
)
def test_weed_and_crop_cover(changes: dict) -> None:
    plan = WorldParameters(seed=3, **changes)
    truth = World(plan).truth(-1000, 12000)[0]
    assert (truth == WEED).mean() == pytest.approx(plan.weed_cover, rel=0.15)
    assert (truth == CROP).mean() == pytest.approx(plan.crop_cover, rel=0.15)


def test_crops_are_in_rows_at_constant_distance() -> None:
    crops = [plant for plant in plants(WorldParameters(), 8) if plant.is_crop]
    for middle_m in (0.2, 0.6):
        row = [crop for crop in crops if abs(crop.y_m - middle_m) < 0.04]
        pitches_m = np.diff([crop.x_m for crop in row])
        assert len(row) == len(crops) / 2
        assert pitches_m.mean() == pytest.approx(8 * PIECE_PX * PIXEL_M / len(row), rel=0.05)
        assert pitches_m.std() < 0.03


def test_plant_numbers_are_unique() -> None:
    numbers = [plant.number for plant in plants(WorldParameters(), 8)]
    assert len(set(numbers)) == len(numbers)
    assert min(numbers) > 0


@pytest.mark.parametrize(
    'plan, name',
    [
        (
            WorldParameters(width_m=10.0, weed_cover=0.5, weed_median_m=0.015, weed_sigma=0.1),
            'weed_cover',
        ),
        (WorldParameters(width_m=2.0, row_spacing_m=2.0, crop_cover=0.3), 'crop_cover'),
    ],
)
def test_a_cover_that_is_not_possible_is_refused(plan: WorldParameters, name: str) -> None:
    with pytest.raises(ParameterError, match=f'{name} of the simulated field must be lower'):
        plants_of_piece(plan, 0)
