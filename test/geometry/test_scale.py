# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A fixed scale lays the image flat on the ground, its top ahead."""

import numpy as np
import pytest

from seg_ros.errors import ParameterError
from seg_ros.geometry.ground_view import scale_map


def test_a_small_image_by_eye() -> None:
    ground = scale_map(0.5, 2, 3)
    assert ground.x_m.tolist() == [[0.25, 0.25, 0.25], [-0.25, -0.25, -0.25]]
    assert ground.y_m.tolist() == [[0.5, 0.0, -0.5], [0.5, 0.0, -0.5]]
    assert ground.area_m2.tolist() == [[0.25, 0.25, 0.25]] * 2


def test_moved_and_turned_to_the_left() -> None:
    ground = scale_map(0.5, 2, 3, x_m=10.0, y_m=20.0, yaw_deg=90.0)
    np.testing.assert_allclose(ground.x_m, [[9.5, 10.0, 10.5]] * 2)
    np.testing.assert_allclose(ground.y_m, [[20.25] * 3, [19.75] * 3])


@pytest.mark.parametrize(
    'numbers',
    [
        (0.0,),
        (-0.1,),
        (float('nan'),),
        (float('inf'),),
        (0.1, float('nan')),
    ],
)
def test_refusals(numbers) -> None:
    scale, *place = numbers
    with pytest.raises(ParameterError, match='metres_per_pixel must be above 0'):
        scale_map(scale, 2, 3, *place)
