# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The simulated field is the same for any access, and its ground truth is that of its plants."""

from dataclasses import replace

import numpy as np
import pytest

from seg_ros.sim.world.ground_strip import CROP, PIECE_PX, PIXEL_M, SOIL, WEED, WorldParameters
from seg_ros.sim.world.rasterize import covered_px
from seg_ros.sim.world.world import PIECES_CACHED, World

NARROW = WorldParameters(seed=5, width_m=0.3)
ASPECTS = ('pixels', 'truth', 'owners')


def test_the_field_depends_on_the_seed() -> None:
    first, again, other = (
        World(replace(NARROW, seed=seed)).ground(100, 400) for seed in (5, 5, 6)
    )
    for aspect in ASPECTS:
        np.testing.assert_array_equal(getattr(first, aspect), getattr(again, aspect))
        assert (getattr(first, aspect) != getattr(other, aspect)).any()


def test_ground_does_not_depend_on_ranges_and_order_of_access() -> None:
    whole = World(NARROW).ground(-200, 1300)
    world = World(NARROW)
    cuts = {
        start: world.ground(start, stop) for start, stop in ((900, 1300), (-200, 511), (511, 900))
    }
    for aspect in ASPECTS:
        pieces = [getattr(cuts[start], aspect) for start in sorted(cuts)]
        np.testing.assert_array_equal(np.vstack(pieces), getattr(whole, aspect))


def test_truth_without_rendering_is_that_of_the_rendered_ground() -> None:
    ground = World(NARROW).ground(-700, 100)
    truth, owners = World(NARROW).truth(-700, 100)
    np.testing.assert_array_equal(truth, ground.truth)
    np.testing.assert_array_equal(owners, ground.owners)
    assert truth.dtype == np.uint8 and owners.dtype == np.int32


def test_pieces_are_continuous() -> None:
    bare = replace(NARROW, weed_cover=0.0, crop_cover=0.0)
    gray = World(bare).ground(0, 4 * PIECE_PX)
    steps = np.abs(np.diff(gray.pixels.mean(axis=2), axis=0)).mean(axis=1)
    seams = steps[PIECE_PX - 1 :: PIECE_PX]
    assert seams.max() < steps.mean() + 4.0 * steps.std()


def test_memory_does_not_grow_with_the_distance() -> None:
    world = World(replace(NARROW, weed_cover=0.02))
    for piece in range(PIECES_CACHED + 4):
        world.ground(piece * PIECE_PX, (piece + 1) * PIECE_PX)
    for cache in (world._piece, world._truth_piece):
        assert cache.cache_info().currsize == PIECES_CACHED


def test_owners_are_the_plants_at_their_positions() -> None:
    world = World(WorldParameters(seed=9, width_m=0.6))
    truth, owners = world.truth(-PIECE_PX, PIECE_PX)
    listed = {plant.number: plant for plant in world.plants(-0.8, 0.8)}
    seen = dict(zip(*np.unique(owners, return_counts=True)))
    assert seen.keys() - {0} <= listed.keys()
    for number in seen.keys() - {0}:
        plant = listed[number]
        rows, columns = np.nonzero(owners == number)
        tip_px = np.hypot(rows - PIECE_PX - plant.x_m / PIXEL_M, columns - plant.y_m / PIXEL_M)
        assert tip_px.max() <= plant.diameter_m / PIXEL_M / 2.0 + 1.5
        assert seen[number] <= covered_px(plant)
        assert set(truth[rows, columns]) == {CROP if plant.is_crop else WEED}
    np.testing.assert_array_equal(truth == SOIL, owners == 0)


def test_a_plant_on_two_pieces_is_complete() -> None:
    world = World(WorldParameters(seed=9, width_m=0.6, weed_cover=0.01, crop_cover=0.0))
    plants = world.plants(-2.0, 2.0)
    owners = world.truth(-2200, 2200)[1]
    seams = [
        plant
        for plant in plants
        if abs((plant.x_m / PIXEL_M + 256) % PIECE_PX - 256) < plant.diameter_m * 400.0
    ]
    counts = [np.count_nonzero(owners == plant.number) / covered_px(plant) for plant in seams]
    assert len(counts) >= 2
    assert np.median(counts) == pytest.approx(1.0, abs=0.005)


def test_plants_are_listed_once_for_any_ranges() -> None:
    world = World(WorldParameters(seed=9))
    whole = world.plants(0.0, 3.0)
    parts = world.plants(0.0, 1.024) + world.plants(1.024, 1.3) + world.plants(1.3, 3.0)
    assert len(set(whole)) == len(whole)
    assert set(parts) == set(whole) and len(parts) == len(whole)


def test_ground_far_from_the_start() -> None:
    truth, owners = World(NARROW).truth(10**8, 10**8 + 600)
    assert set(np.unique(truth)) == {SOIL, WEED, CROP}
    assert owners.min() == 0


def test_soil_is_rendered_only_below_a_canopy() -> None:
    assert World(NARROW).ground(0, 100).soil is None
    ground = World(replace(NARROW, canopy_m=0.1)).ground(0, 100)
    same = (ground.soil == ground.pixels).all(axis=2)
    assert same[ground.truth == SOIL].mean() > 0.9 > 0.1 > same[ground.truth != SOIL].mean()
