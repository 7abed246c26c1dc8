# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The camera over the digital field sees the ground below it, ahead at the top."""

from typing import Callable

import numpy as np
import pytest

from seg_ros.errors import SettingError
from seg_ros.field.camera import CameraTraits, FieldCamera
from seg_ros.field.strip import FieldPlan
from seg_ros.field.world import FieldWorld

WORLD = FieldWorld(FieldPlan(seed=5, width_m=0.3, weeds_per_m2=150.0))
SMALL = CameraTraits(width_px=200, height_px=100)


def test_view_has_the_size_asked_for_and_the_truth_of_the_ground() -> None:
    view = FieldCamera(WORLD, SMALL).view(0.25)
    assert view.picture.order == 'bgr'
    assert view.picture.pixels.shape == (100, 200, 3)
    np.testing.assert_array_equal(view.truth, WORLD.ground(250, 350).truth[::-1, 50:250])


def test_same_place_same_picture() -> None:
    first, again = (FieldCamera(WORLD, SMALL).view(0.25).picture.pixels for _ in range(2))
    np.testing.assert_array_equal(first, again)


def test_what_is_ahead_comes_down_the_image_as_the_camera_moves() -> None:
    camera = FieldCamera(WORLD, SMALL)
    np.testing.assert_array_equal(camera.view(0.24).truth[:-10], camera.view(0.25).truth[10:])


def test_a_perfect_camera_shows_the_ground_itself() -> None:
    traits = CameraTraits(width_px=200, height_px=100, blur_px=0.0, noise=0.0)
    seen = FieldCamera(WORLD, traits).view(0.25).picture.pixels
    np.testing.assert_array_equal(seen, WORLD.ground(250, 350).pixels[::-1, 50:250])


@pytest.mark.parametrize('changes, measure, sign', [
    ({'gain': 0.5}, np.mean, -1),
    ({'balance': (1.0, 1.2, 1.0)}, np.mean, 1),
    ({'noise': 20.0}, np.std, 1),
    ({'blur_px': 3.0}, np.std, -1),
    ({'motion_px': 15.0}, np.std, -1),
])
def test_optics_and_sensor_show(changes: dict, measure: Callable, sign: int) -> None:
    traits = CameraTraits(width_px=200, height_px=100, **changes)
    plain, changed = (FieldCamera(WORLD, seen).view(0.25).picture.pixels
                      for seen in (SMALL, traits))
    assert sign * (measure(changed) - measure(plain)) > 0.5


@pytest.mark.parametrize('changes, name', [
    ({'width_px': 4}, 'width_px'), ({'gain': 0.0}, 'gain'), ({'noise': float('nan')}, 'noise'),
    ({'balance': (1.0, 0.0, 1.0)}, 'balance'),
])
def test_an_impossible_camera_is_refused(changes: dict, name: str) -> None:
    with pytest.raises(SettingError, match=f'{name} of a camera must be'):
        CameraTraits(**changes)


def test_a_camera_that_sees_beyond_the_field_is_refused() -> None:
    with pytest.raises(SettingError, match='width_px .* at most that of the field, 300, got 640'):
        FieldCamera(WORLD)
