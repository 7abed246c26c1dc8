# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Leaves fill the circle that a plant is said to fill."""

import numpy as np
import pytest

from seg_ros.field.leaves import GREENS, leaves_of
from seg_ros.field.strip import Plant


@pytest.mark.parametrize('kind', GREENS)
@pytest.mark.parametrize('seed', range(3))
def test_farthest_tip_is_half_a_diameter_away(kind: str, seed: int) -> None:
    leaves = leaves_of(Plant(0.0, 0.0, 0.08, kind, 1.0, seed))
    edges = np.vstack([np.vstack([leaf.left, leaf.right]) for leaf in leaves])
    assert np.hypot(*edges.T).max() == pytest.approx(40.0)


@pytest.mark.parametrize('kind', GREENS)
def test_leaves_are_green_and_the_same_every_time(kind: str) -> None:
    plant = Plant(0.0, 0.0, 0.08, kind, 1.0, 4)
    leaves, again = leaves_of(plant), leaves_of(plant)
    blue, green, red = np.mean([leaf.color for leaf in leaves], axis=0)
    assert green > red > blue
    for leaf, same in zip(leaves, again):
        np.testing.assert_array_equal(leaf.left, same.left)


def test_heading_turns_the_plant() -> None:
    ahead, aside = (leaves_of(Plant(0.0, 0.0, 0.08, 'rosette', heading, 4))[0].middle
                    for heading in (0.0, np.pi / 2.0))
    np.testing.assert_allclose(aside, np.stack([-ahead[:, 1], ahead[:, 0]], axis=1), atol=1e-9)
