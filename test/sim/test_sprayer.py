# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The boom over a strip with two weeds and a crop: what opens, what closes, and the score."""

from types import SimpleNamespace

import numpy as np
import pytest

from seg_ros.datatypes import SprayRuns
from seg_ros.parameters import PatchTrackerParameters, SimParameters
from seg_ros.sim.boom import Boom, Nozzles
from seg_ros.sim.sprayer import Completed, SimSprayer
from seg_ros.sim.world.ground_strip import CROP, WEED


class Plot:
    """A strip 60 px wide with weeds 1 and 2, and crop 3."""

    @staticmethod
    def truth(start_px: int, stop_px: int) -> tuple[np.ndarray, np.ndarray]:
        """Return truth and owners of the rows."""
        owners = np.zeros((10_000, 60), np.int32)
        owners[1200:1240, 12:28] = 1  # lane 0
        owners[1500:1540, 32:48] = 2  # lane 1
        owners[1536:1560, 40:49] = 3  # lane 1
        kinds = np.uint8([0, WEED, WEED, CROP])
        part = owners[start_px + 1000 : stop_px + 1000]
        return kinds[part], part


def boom_over_plot(**nozzles: float) -> SimSprayer:
    """Return an armed sprayer with two nozzles above one meter of it."""
    sprayer = SimSprayer(
        SimpleNamespace(
            world=Plot,
            boom=Boom(2, 0.02, 0.03),
            nozzles=Nozzles(**nozzles),
            counted=(0.0, 1.0),
            parameters=SimParameters(),
            tracker_parameters=PatchTrackerParameters(),
        )
    )
    sprayer.armed = True
    return sprayer


def runs(*spans: tuple[float, float, int]) -> SprayRuns:
    """Return runs of patches 0, 1, ...: (start, end, nozzle)."""
    starts, ends, nozzles = zip(*spans)
    return SprayRuns(
        np.array(starts),
        np.array(ends),
        np.array(nozzles, np.int16),
        np.arange(len(spans), dtype=np.uint32),
        np.ones(len(spans)),
    )


def drive(
    sprayer: SimSprayer, stop_s: float, tick_s: float = 0.02, start_s: float = 0.0
) -> list[Completed]:
    """Drive at 1 m/s, from position 0 at time 0."""
    times = np.append(np.arange(start_s, stop_s, tick_s), stop_s)
    return [sprayer.advance(time_s, time_s, 1.0) for time_s in times]


BOTH = runs((0.2, 0.24, 0), (0.5, 0.535, 1))


@pytest.mark.parametrize('tick_s', [0.5, 0.02, 0.007])
def test_score_of_a_drive(tick_s: float) -> None:
    sprayer = boom_over_plot(open_latency_s=0.03, close_latency_s=0.02)
    drive(sprayer, 0.1, tick_s)
    sprayer.receive(0.1, 0.1, runs((0.1, 0.14, 0), (0.4, 0.43, 1)), 0.15)
    drive(sprayer, 1.4, tick_s, start_s=0.1)
    score = sprayer.score()
    assert (score.weeds_hit, score.weed_area_hit) == (1.0, 1.0)
    assert (score.unreachable, score.crops_touched) == (0.5, 0.0)
    assert score.sprayed_fraction == pytest.approx((0.04 + 0.03) * 0.02 / 0.04)
    assert score.saving == pytest.approx(1.0 - score.sprayed_fraction)
    assert score.saving_best == pytest.approx(1.0 - 0.04 * 0.02 / 0.04)
    assert (score.openings, score.stray, score.late, score.missed) == (1.0, 0.0, 0, 0)
    assert score.weeds_per_m2 == pytest.approx(2 / 0.04)


def test_a_sprayed_crop_and_a_missed_weed() -> None:
    sprayer = boom_over_plot()
    sprayer.receive(0.0, 0.0, runs((0.5, 0.8, 1)), 0.0)
    drive(sprayer, 0.9)
    stretches = [
        stretch
        for completed in drive(sprayer, 1.4, start_s=0.92)
        for stretch in completed.sections
    ]
    score = sprayer.score()
    assert (score.weeds_hit, score.missed, score.crops_touched) == (0.0, 1, 1.0)
    assert score.stray == pytest.approx((0.8 - 0.539 - 0.05) / 0.3, abs=0.01)
    assert [stretch.missed.tolist() for stretch in stretches] == [[1]]
    assert [stretch.unreachable.tolist() for stretch in stretches] == [[2]]


def test_openings_have_the_sprayed_ground() -> None:
    sprayer = boom_over_plot(footprint_m=0.01, margin_m=0.002)
    sprayer.receive(0.0, 0.0, BOTH, 0.0)
    openings = [event for completed in drive(sprayer, 0.7) for event in completed.events]
    assert [(event.nozzle, event.start_m, event.stop_m) for event in openings] == [
        (0, pytest.approx(0.198), pytest.approx(0.242)),
        (1, pytest.approx(0.498), pytest.approx(0.537)),
    ]


def test_a_late_patch_is_counted_once() -> None:
    sprayer = boom_over_plot(open_latency_s=0.03)
    drive(sprayer, 0.22)
    for stamp_s in (0.0, 0.1):
        sprayer.receive(stamp_s, 0.0, BOTH, 0.22)
    drive(sprayer, 0.6, start_s=0.22)
    assert sprayer.score().late == 1


def test_runs_of_an_older_image_are_ignored() -> None:
    sprayer = boom_over_plot()
    drive(sprayer, 0.1)
    sprayer.receive(0.1, 0.1, runs((0.2, 0.6, 1)), 0.1)
    sprayer.receive(0.05, 0.05, runs((0.1, 0.2, 0)), 0.11)
    drive(sprayer, 0.35, start_s=0.1)
    assert sprayer.nozzles.tolist() == [False, True]


@pytest.mark.parametrize(
    'attribute, value, is_open',
    [
        ('armed', False, [False, False]),
        ('mode', 'off', [False, False]),
        ('mode', 'broadcast', [True, True]),
        ('mode', 'test', [True, False]),
        ('source_active', False, [False, False]),
        ('sections', np.array([True, False]), [True, False]),
        ('sections', np.array([True, True]), [True, True]),
    ],
)
def test_switches_apply_at_once(attribute: str, value: object, is_open: list[bool]) -> None:
    sprayer = boom_over_plot()
    sprayer.receive(0.0, 0.0, runs((0.1, 0.9, 0), (0.1, 0.9, 1)), 0.0)
    drive(sprayer, 0.2)
    assert sprayer.nozzles.all()
    setattr(sprayer, attribute, value)
    drive(sprayer, 0.22, start_s=0.21)
    assert sprayer.nozzles.tolist() == is_open


def test_nozzles_stay_closed_until_armed() -> None:
    sprayer = SimSprayer(
        SimpleNamespace(
            world=Plot,
            boom=Boom(2, 0.02, 0.03),
            nozzles=Nozzles(),
            counted=(0.0, 1.0),
            parameters=SimParameters(mode='broadcast'),
            tracker_parameters=PatchTrackerParameters(),
        )
    )
    drive(sprayer, 0.5)
    assert not sprayer.nozzles.any()


@pytest.mark.parametrize('stamp_s, now_s, closes_s', [(0.0, 0.0, 1.0), (0.05, 0.2, 1.05)])
def test_stale_runs_close_all_nozzles_in_time(
    stamp_s: float, now_s: float, closes_s: float
) -> None:
    sprayer = boom_over_plot()
    sprayer.receive(stamp_s, 0.0, runs((0.3, 9.0, 0)), now_s)
    (event,) = (event for completed in drive(sprayer, 1.3, 0.13) for event in completed.events)
    assert event.stop_s == pytest.approx(closes_s)


@pytest.mark.parametrize(
    'mode, is_open',
    [('spot', [False, False]), ('broadcast', [False, False]), ('test', [True, False])],
)
def test_a_standing_vehicle_sprays_in_mode_test_only(mode: str, is_open: list[bool]) -> None:
    sprayer = boom_over_plot()
    sprayer.mode = mode
    sprayer.receive(0.0, 0.0, runs((0.0, 9.0, 0)), 0.0)
    for time_s in (0.0, 0.1, 0.2):
        sprayer.advance(time_s, 0.5 + 0.05 * time_s, 0.05)
    assert sprayer.nozzles.tolist() == is_open


def test_close_all_applies_until_new_runs_are_received() -> None:
    sprayer = boom_over_plot()
    sprayer.receive(0.0, 0.0, runs((0.1, 9.0, 0)), 0.0)
    drive(sprayer, 0.2)
    sprayer.close_all()
    assert not sprayer.nozzles.any()
    drive(sprayer, 0.4, start_s=0.22)
    assert not sprayer.nozzles.any()
    sprayer.receive(0.3, 0.0, runs((0.1, 9.0, 0)), 0.4)
    drive(sprayer, 0.5, start_s=0.42)
    assert sprayer.nozzles.tolist() == [True, False]
