# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Views of the simulated camera match its geometry."""

from dataclasses import replace

import numpy as np
import pytest

from seg_ros.errors import ParameterError
from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.geometry.mount import CameraPose, mounted
from seg_ros.sim.camera import SimCamera
from seg_ros.sim.image_sensor import CameraTraits
from seg_ros.sim.world.ground_strip import WorldParameters
from seg_ros.sim.world.world import World

PLAN = WorldParameters(seed=5, width_m=0.3, weed_cover=0.2)
PERFECT = CameraTraits(blur_px=0.0, noise=0.0)
SMALL = CameraModel(201, 101, 1000.0, 1000.0, 100.0, 50.0, 'none')
BENT = CameraModel(200, 100, 1000.0, 1000.0, 99.5, 49.5, 'plumb_bob', (-0.3, 0.1, 0.0, 0.0, 0.0))
NADIR, TILTED = mounted(0.0, 0.0, 1.0, 90.0), mounted(0.1, 0.02, 1.0, 80.0, 3.0, -4.0)


def camera(
    plan: WorldParameters = PLAN,
    model: CameraModel = SMALL,
    pose: CameraPose = NADIR,
    traits: CameraTraits = PERFECT,
) -> SimCamera:
    return SimCamera(World(plan), model, pose, traits)


def test_a_camera_that_looks_down_shows_the_ground_with_ahead_at_the_top() -> None:
    view = camera().view(0.25)
    ground = World(PLAN).ground(200, 301)
    assert view.image.order == 'bgr'
    np.testing.assert_array_equal(view.image.pixels, ground.pixels[::-1, 50:251])
    np.testing.assert_array_equal(view.truth, ground.truth[::-1, 50:251])


def test_the_view_moves_by_half_a_pixel() -> None:
    seen = camera()
    before, between, after = (
        seen.view(place_m).image.pixels.astype(float) for place_m in (0.25, 0.2505, 0.251)
    )
    np.testing.assert_allclose(between, (before + after) / 2.0, atol=1.0)
    assert (before != after).any()


@pytest.mark.parametrize('position_m', [-3.2503, 0.0, 1.7777, 1000.0001])
@pytest.mark.parametrize('model, pose', [(BENT, NADIR), (SMALL, TILTED), (BENT, TILTED)])
def test_truth_of_every_pixel_is_that_of_its_ground_position(
    model: CameraModel, pose: CameraPose, position_m: float
) -> None:
    seen = camera(model=model, pose=pose)
    truth = seen.view(position_m, with_image=False).truth
    rows, columns = np.mgrid[0:100:3, 0:200:3].reshape(2, -1)
    places_m = GroundPlane(model, pose).to_ground(np.stack([columns, rows], axis=1))
    along = np.rint((places_m[:, 0] + position_m) * 1000.0).astype(int)
    across = np.rint((0.15 - places_m[:, 1]) * 1000.0).astype(int)
    strip = seen.world.truth(along.min(), along.max() + 1)[0]
    same = truth[rows, columns] == strip[along - along.min(), across]
    assert same.mean() > 0.99
    assert truth.any()


def test_truth_is_the_same_without_the_image() -> None:
    seen = camera(model=BENT, pose=TILTED)
    view = seen.view(0.4, with_image=False)
    assert view.image is None
    np.testing.assert_array_equal(view.truth, seen.view(0.4).truth)


def test_the_image_depends_on_the_position() -> None:
    first, again = (camera(traits=CameraTraits()).view(0.25).image.pixels for _ in range(2))
    np.testing.assert_array_equal(first, again)
    bare = camera(replace(PLAN, weed_cover=0.0), traits=CameraTraits(noise=20.0, gain=0.01))
    here, there = (bare.view(place_m).image.pixels for place_m in (0.25, 0.2500001))
    assert (here != there).any()


def test_motion_blur_is_speed_times_exposure() -> None:
    seen = camera(traits=replace(PERFECT, exposure_s=0.001))
    still, fast = (
        seen.view(0.25, speed_mps=speed).image.pixels.astype(float) for speed in (0.0, 3.0)
    )
    mean = (still[:-2] + still[1:-1] + still[2:]) / 3.0
    np.testing.assert_allclose(fast[1:-1], mean, atol=1.0)


def test_plants_are_at_canopy_height_and_soil_below() -> None:
    tall = camera(replace(PLAN, canopy_m=0.2))
    flat = camera(PLAN)
    high, low = tall.view(0.25), flat.view(0.25)
    rows, columns = np.mgrid[:101, :201]
    along = np.rint(250 - (rows - 50) * 0.8).astype(int)
    across = np.rint(150 + (columns - 100) * 0.8).astype(int)
    strip = tall.world.ground(0, 500)
    assert (high.truth == strip.truth[along, across]).mean() > 0.99
    assert tall.ground.height_m == 0.2
    soil = (high.truth == 0) & (low.truth == 0)
    np.testing.assert_array_equal(high.image.pixels[soil], strip.soil[300:199:-1, 50:251][soil])
    assert (high.image.pixels[..., 1] > high.image.pixels[..., 2])[high.truth > 0].mean() > 0.9


def test_a_coarse_pixel_is_the_mean_of_its_ground() -> None:
    coarse = CameraModel(41, 21, 200.0, 200.0, 20.0, 10.0, 'none')
    image = camera(model=coarse).view(0.25).image.pixels
    fine = World(PLAN).ground(198, 303).pixels[::-1, 48:253].astype(float)
    cells = fine.reshape(21, 5, 41, 5, 3).mean(axis=(1, 3))
    np.testing.assert_allclose(image, cells, atol=0.51)


def test_a_view_beyond_the_field_is_refused() -> None:
    wide = CameraModel(320, 100, 1000.0, 1000.0, 159.5, 49.5, 'none')
    with pytest.raises(
        ParameterError, match='width_m of the simulated field must be at least 0.32.*got 0.3'
    ):
        camera(model=wide)


def test_a_view_of_the_horizon_is_refused() -> None:
    with pytest.raises(ParameterError, match='horizon'):
        camera(pose=mounted(0.0, 0.0, 1.0, 1.0))
