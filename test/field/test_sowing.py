# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Plants are sown as the plan says."""

import numpy as np
import pytest

from seg_ros.field.sowing import plants_of_piece
from seg_ros.field.strip import FieldPlan, PIECE_PX, PIXEL_M


def test_weeds_are_lognormal_in_diameter_and_within_bounds() -> None:
    plan = FieldPlan(seed=2, weeds_per_m2=300.0)
    plants = [plant for piece in range(20) for plant in plants_of_piece(plan, piece)]
    diameters = np.array([plant.diameter_m for plant in plants])
    assert len(plants) == pytest.approx(300 * 0.8 * 20 * PIECE_PX * PIXEL_M, rel=0.1)
    assert 0.01 <= diameters.min() and diameters.max() <= 0.25
    assert np.median(diameters) == pytest.approx(0.04, rel=0.05)
    assert np.log(diameters).std() == pytest.approx(0.6, rel=0.05)
    assert {plant.kind for plant in plants} == {'broadleaf', 'rosette', 'grass'}


def test_crops_stand_in_rows() -> None:
    plan = FieldPlan(row_spacing_m=0.4)
    plants = [plant for piece in range(8) for plant in plants_of_piece(plan, piece)]
    crops = [plant for plant in plants if plant.is_crop]
    assert {round((plant.y_m - 0.2) / 0.4) for plant in crops} == {0, 1}
    assert max(abs((plant.y_m - 0.2 + 0.2) % 0.4 - 0.2) for plant in crops) < 0.04
    assert len(crops) == pytest.approx(2 * 8 * PIECE_PX * PIXEL_M / 0.18, abs=4)
