# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Leaves have the diameter of the plant."""

import numpy as np
import pytest

from seg_ros.sim.world.ground_strip import Plant
from seg_ros.sim.world.plant_shapes import GREENS, leaves_of


@pytest.mark.parametrize('kind', GREENS)
@pytest.mark.parametrize('seed', range(3))
def test_farthest_tip_is_half_a_diameter_away(kind: str, seed: int) -> None:
    leaves = leaves_of(Plant(0.0, 0.0, 0.08, kind, 1.0, seed, 1))
    edges = np.concatenate([leaves.left, leaves.right]).reshape(-1, 2)
    assert np.hypot(*edges.T).max() == pytest.approx(40.0)


@pytest.mark.parametrize('kind', GREENS)
def test_leaves_are_green_and_do_not_depend_on_the_position(kind: str) -> None:
    leaves, again = (leaves_of(Plant(x_m, 0.0, 0.08, kind, 1.0, 4, 1)) for x_m in (0.0, 9.0))
    blue, green, red = leaves.colors.mean(axis=0)
    assert green > red > blue
    np.testing.assert_array_equal(leaves.left, again.left)


@pytest.mark.parametrize('kind', GREENS)
def test_edges_are_on_both_sides_of_the_midrib(kind: str) -> None:
    leaves = leaves_of(Plant(0.0, 0.0, 0.08, kind, 1.0, 4, 1))
    np.testing.assert_allclose((leaves.left + leaves.right) / 2.0, leaves.middle, atol=1e-9)
    assert len(leaves.left) == len(leaves.colors)


def test_heading_rotates_the_plant() -> None:
    ahead, aside = (
        leaves_of(Plant(0.0, 0.0, 0.08, 'rosette', heading, 4, 1)).middle
        for heading in (0.0, np.pi / 2.0)
    )
    turned = np.stack([-ahead[..., 1], ahead[..., 0]], axis=2)
    np.testing.assert_allclose(aside, turned, atol=1e-9)
