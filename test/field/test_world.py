# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The digital field is the same however it is looked at, and its truth is that of its plants."""

from dataclasses import replace

import numpy as np

from seg_ros.field.strip import CROP, FieldPlan, PIECE_PX, PIXEL_M, SOIL, WEED
from seg_ros.field.world import FieldWorld

NARROW = FieldPlan(seed=5, width_m=0.3)


def test_same_seed_same_field_and_another_seed_another() -> None:
    first, again, other = (
        FieldWorld(replace(NARROW, seed=seed)).ground(100, 400) for seed in (5, 5, 6)
    )
    np.testing.assert_array_equal(first.pixels, again.pixels)
    np.testing.assert_array_equal(first.truth, again.truth)
    assert (first.pixels != other.pixels).any()


def test_cuts_and_order_do_not_matter() -> None:
    whole = FieldWorld(NARROW).ground(-200, 1300)
    world = FieldWorld(NARROW)
    cuts = {start: world.ground(start, stop)
            for start, stop in ((900, 1300), (-200, 511), (511, 900))}
    for aspect in ('pixels', 'truth'):
        pieces = [getattr(cuts[start], aspect) for start in sorted(cuts)]
        np.testing.assert_array_equal(np.vstack(pieces), getattr(whole, aspect))


def test_no_seam_shows_where_pieces_meet() -> None:
    grey = FieldWorld(replace(NARROW, weeds_per_m2=0.0)).ground(0, 4 * PIECE_PX)
    steps = np.abs(np.diff(grey.pixels.mean(axis=2), axis=0)).mean(axis=1)
    seams = steps[PIECE_PX - 1::PIECE_PX]
    assert seams.max() < steps.mean() + 4.0 * steps.std()


def test_memory_does_not_grow_with_the_way() -> None:
    world = FieldWorld(NARROW)
    for piece in range(12):
        world.ground(piece * PIECE_PX, (piece + 1) * PIECE_PX)
    assert world._piece.cache_info().currsize <= 6


def test_truth_agrees_with_the_list_of_plants() -> None:
    world = FieldWorld(FieldPlan(seed=9, row_spacing_m=0.4, weeds_per_m2=40.0))
    truth = world.ground(0, 2 * PIECE_PX).truth
    near = np.full(truth.shape, SOIL, np.uint8)
    rows, columns = np.mgrid[:truth.shape[0], :truth.shape[1]]
    for plant in world.plants(-0.2, 2 * PIECE_PX * PIXEL_M + 0.2):
        row, column = plant.x_m / PIXEL_M, plant.y_m / PIXEL_M
        reach = plant.diameter_m / PIXEL_M / 2.0
        disc = np.hypot(rows - row, columns - column) <= reach + 1.5
        near[disc] |= CROP if plant.is_crop else WEED
        if disc.sum() > 0.9 * np.pi * reach ** 2:
            assert truth[disc].any()
    assert set(np.unique(truth)) == {SOIL, WEED, CROP}
    assert not (truth & ~near).any()


def test_plants_are_listed_once_whatever_the_range() -> None:
    world = FieldWorld(FieldPlan(seed=9, row_spacing_m=0.4))
    whole = world.plants(0.0, 3.0)
    parts = world.plants(0.0, 1.024) + world.plants(1.024, 1.3) + world.plants(1.3, 3.0)
    assert len(set(whole)) == len(whole)
    assert set(parts) == set(whole) and len(parts) == len(whole)
