# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Weeds hit, crops touched and ground sprayed, on small strips."""

import numpy as np
import pytest

from seg_ros.sim.boom import Boom
from seg_ros.sim.scoring.counts import count_window, Counts, plants_in
from seg_ros.sim.scoring.regions import needed_openings, regions_of
from seg_ros.sim.scoring.score_window import ScoreWindow, sprayed_mask
from seg_ros.sim.valves import ValveEvent
from seg_ros.sim.world.ground_strip import CROP, WEED

BOOM = Boom(count=2, pitch_m=0.02, middle_m=0.03)
"""Lanes are the columns 10..29 and 30..49."""


def window(
    *plants: tuple[int, slice, slice],
    sprayed: tuple[slice, slice] = np.s_[:0, :0],
    own: tuple[int, int] = (0, 100),
) -> ScoreWindow:
    """Return rows -50..149 of a strip 60 px wide; plants are numbered 1, 2, ... in order."""
    truth, owners = np.zeros((200, 60), np.uint8), np.zeros((200, 60), np.int32)
    wet = np.zeros(truth.shape, bool)
    for number, (kind, rows, columns) in enumerate(plants, start=1):
        place = slice(rows.start + 50, rows.stop + 50), columns
        truth[place], owners[place] = kind, number
    wet[slice(sprayed[0].start and sprayed[0].start + 50, sprayed[0].stop + 50), sprayed[1]] = True
    return ScoreWindow(*own, -50, truth, owners, wet, BOOM)


def counts(*plants: tuple[int, slice, slice], **more: tuple) -> Counts:
    """Return the counts of a field 100 px long."""
    strip = window(*plants, **more)
    return count_window(strip, plants_in(strip), 100)


@pytest.mark.parametrize('wet_rows, hit', [(0, 0), (7, 0), (8, 1), (10, 1)])
def test_a_weed_is_hit_when_80_percent_of_it_is_sprayed(wet_rows: int, hit: int) -> None:
    found = counts(
        (WEED, slice(20, 30), slice(12, 22)), sprayed=(slice(20, 20 + wet_rows), slice(10, 30))
    )
    assert (found.weeds, found.reachable, found.hit) == (1, 1, hit)
    assert (found.reachable_px, found.reachable_sprayed_px) == (100, 10 * wet_rows)


@pytest.mark.parametrize(
    'crop_rows, crop_columns, reachable',
    [
        (slice(31, 35), slice(12, 14), 1),  # the next cell along
        (slice(29, 30), slice(29, 30), 0),  # the same cell, its other end
        (slice(20, 30), slice(30, 34), 1),  # the lane beside
        (slice(20, 30), slice(50, 55), 1),  # beside the boom
    ],
)
def test_a_weed_is_reachable_without_crop_in_its_cells(
    crop_rows: slice, crop_columns: slice, reachable: int
) -> None:
    found = counts((WEED, slice(20, 25), slice(12, 17)), (CROP, crop_rows, crop_columns))
    assert (found.weeds, found.reachable) == (1, reachable)
    assert found.needed_px == reachable * 20 * 10


@pytest.mark.parametrize(
    'rows, columns, weeds',
    [
        (slice(0, 10), slice(10, 20), 1),
        (slice(90, 100), slice(40, 50), 1),
        (slice(-1, 10), slice(10, 20), 0),
        (slice(91, 101), slice(10, 20), 0),
        (slice(0, 10), slice(9, 20), 0),
        (slice(0, 10), slice(45, 51), 0),
    ],
)
def test_plants_count_completely_under_the_boom_and_on_the_field(
    rows: slice, columns: slice, weeds: int
) -> None:
    assert counts((WEED, rows, columns)).weeds == weeds


def test_a_plant_counts_in_the_section_in_which_it_starts() -> None:
    weed = (WEED, slice(45, 60), slice(12, 22))
    assert [counts(weed, own=own).weeds for own in ((0, 50), (50, 100))] == [1, 0]
    assert [counts(weed, own=own).needed_px for own in ((0, 50), (50, 100))] == [200, 200]


@pytest.mark.parametrize('wet_px, touched', [(100, 0), (101, 1)])
def test_a_crop_is_touched_by_more_than_a_square_centimeter(wet_px: int, touched: int) -> None:
    strip = window((CROP, slice(20, 40), slice(10, 30)))
    strip.sprayed[70:90, 10:30] = (np.arange(400) < wet_px).reshape(20, 20)
    found = count_window(strip, plants_in(strip), 100)
    assert (found.crops, found.touched) == (1, touched)


def test_ground_and_stray_pixels_count_under_the_boom_in_own_rows() -> None:
    found = counts((WEED, slice(0, 10), slice(10, 30)), sprayed=(slice(0, 100), slice(10, 30)))
    assert (found.ground_px, found.sprayed_px, found.needed_px) == (4000, 2000, 200)
    assert found.stray_px == 20 * (99 - 9 - 50)


def test_counts_are_added() -> None:
    assert Counts(weeds=1, needs=2) + Counts(weeds=3) == Counts(weeds=4, needs=2)


def test_sprayed_mask_includes_pixel_centers() -> None:
    openings = [ValveEvent(1, 0.0, 1.0, 0.0021, 0.005), ValveEvent(0, 0.0, np.inf, 0.008, np.inf)]
    wet = sprayed_mask(openings, BOOM, 0, (12, 60))
    assert np.flatnonzero(wet[:, 40]).tolist() == [3, 4]
    assert np.flatnonzero(wet[:, 20]).tolist() == [8, 9, 10, 11]
    assert np.flatnonzero(wet[3]).tolist() == list(range(30, 50))


@pytest.mark.parametrize(
    'plants, expected',
    [
        ([(WEED, slice(20, 40), slice(12, 22))], 1),
        ([(WEED, slice(20, 40), slice(25, 35))], 2),
        ([(WEED, slice(20, 30), slice(12, 22)), (WEED, slice(34, 40), slice(12, 22))], 1),
        ([(WEED, slice(20, 30), slice(12, 22)), (WEED, slice(36, 40), slice(12, 22))], 2),
        ([(WEED, slice(20, 60), slice(12, 22)), (CROP, slice(35, 36), slice(28, 30))], 2),
        ([(WEED, slice(20, 60), slice(12, 22)), (CROP, slice(25, 26), slice(28, 30))], 1),
        ([(WEED, slice(20, 60), slice(12, 22)), (CROP, slice(20, 60), slice(28, 30))], 0),
        ([(WEED, slice(-5, 15), slice(12, 22)), (WEED, slice(95, 120), slice(12, 22))], 1),
        ([(WEED, slice(20, 21), slice(12, 15))], 0),
        ([], 0),
    ],
)
def test_needed_openings(plants: list, expected: int) -> None:
    assert needed_openings(window(*plants), closing_px=5, min_area_px=4.0) == expected


@pytest.mark.parametrize('gap_px, sizes', [(2, [200]), (4, [200]), (5, [100, 100])])
def test_regions_have_their_gaps_closed_and_their_own_pixels(
    gap_px: int, sizes: list[int]
) -> None:
    truth = np.zeros((20, 60), np.uint8)
    truth[5:15, 5:15] = truth[5:15, 15 + gap_px : 25 + gap_px] = WEED
    truth[18, 50] = WEED
    assert regions_of(truth, 5, 2.0).sizes.tolist() == sizes
