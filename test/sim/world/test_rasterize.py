# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Plants are rasterized at their position, the same in every piece."""

import numpy as np
import pytest

from seg_ros.sim.world.ground_strip import Plant
from seg_ros.sim.world.rasterize import covered_px, draw_owner

PLANT = Plant(0.0503, 0.0407, 0.04, 'broadleaf', 1.0, 4, 77)


def drawn(start_px: int, column_px: int = 0) -> np.ndarray:
    owners = np.zeros((100, 80), np.int32)
    draw_owner(owners, PLANT, start_px, column_px)
    return owners


def test_the_number_is_written_around_the_position_of_the_plant() -> None:
    owners = drawn(0)
    rows, columns = np.nonzero(owners)
    assert set(np.unique(owners)) == {0, 77}
    assert np.hypot(rows - 50.3, columns - 40.7).max() == pytest.approx(20.0, abs=1.5)


def test_a_piece_that_starts_later_has_the_same_pixels_earlier() -> None:
    np.testing.assert_array_equal(drawn(20)[:80], drawn(0)[20:])
    np.testing.assert_array_equal(drawn(0, 10)[:, :70], drawn(0)[:, 10:])


def test_covered_pixels_are_those_drawn() -> None:
    assert covered_px(PLANT) == np.count_nonzero(drawn(0))
