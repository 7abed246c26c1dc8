# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Commands are on time, at any rate of odometry."""

import numpy as np
import pytest

from seg_ros.datatypes import SprayRuns
from seg_ros.sim.boom import Nozzles
from seg_ros.sim.controller import Command, Controller
from seg_ros.sim.trajectory import PathSegment


def runs(*spans: tuple[float, float, int], patch_id: int = 1) -> SprayRuns:
    """Return runs of one patch: (start, end, nozzle)."""
    starts, ends, nozzles = zip(*spans) if spans else ((), (), ())
    return SprayRuns(
        np.array(starts, float),
        np.array(ends, float),
        np.array(nozzles, np.int16),
        np.full(len(spans), patch_id, np.uint32),
        np.ones(len(spans)),
    )


def reported(
    controller: Controller,
    stop_s: float,
    tick_s: float,
    speed_mps: float = 2.0,
    start_s: float = 0.0,
) -> list[Command]:
    """Return all commands of a drive at constant speed, from position 0 at time 0."""
    times = start_s + np.arange(round((stop_s - start_s) / tick_s) + 1) * tick_s
    return [
        command
        for before, after in zip(times, times[1:])
        for command in controller.commands(
            PathSegment(before, after, before * speed_mps, after * speed_mps, speed_mps),
            None,
            np.ones(len(controller.is_open), bool),
        )
    ]


@pytest.mark.parametrize('tick_s', [1.0, 0.1, 0.02, 0.013])
def test_openings_do_not_depend_on_the_rate_of_odometry(tick_s: float) -> None:
    controller = Controller(2, Nozzles(0.03, 0.02, 0.01, 0.005, 0.01, 0.005))
    controller.set_runs(0.0, runs((1.0, 1.2, 1), (0.5, 0.6, 0)))
    commands = sorted(reported(controller, 1.3, tick_s))
    # Wet from 5 mm before to 5 mm behind; half a footprint is wet ahead of the nozzle.
    assert [(command.nozzle, command.opens) for command in commands] == [
        (0, True),
        (0, False),
        (1, True),
        (1, False),
    ]
    assert [command.time_s for command in commands] == pytest.approx(
        [0.5 / 2.0 - 0.04, 0.6 / 2.0 - 0.03, 1.0 / 2.0 - 0.04, 1.2 / 2.0 - 0.03]
    )


def test_runs_are_relative_to_the_position_of_their_image() -> None:
    controller = Controller(1, Nozzles())
    controller.set_runs(3.0, runs((1.0, 1.5, 0)))
    assert [command.time_s for command in reported(controller, 3.0, 0.1)] == pytest.approx(
        [2.0, 2.25]
    )


@pytest.mark.parametrize(
    'spans, expected_m',
    [
        ([(1.0, 1.1, 0), (1.05, 1.2, 0)], [1.0, 1.2]),
        ([(1.0, 1.1, 0), (1.1, 1.2, 0)], [1.0, 1.2]),
        ([(1.0, 1.1, 0), (1.15, 1.2, 0)], [1.0, 1.1, 1.15, 1.2]),
        ([(1.0, 1.3, 0), (1.1, 1.2, 0)], [1.0, 1.3]),
        ([(0.2, 0.2, 0)], [0.19, 0.21]),
        ([], []),
    ],
)
def test_windows_of_a_nozzle(spans: list, expected_m: list[float]) -> None:
    controller = Controller(1, Nozzles(min_on_s=0.01))
    controller.set_runs(0.0, runs(*spans))
    assert [command.time_s * 2.0 for command in reported(controller, 1.0, 0.02)] == pytest.approx(
        expected_m
    )


def test_a_valve_that_closes_slowly_opens() -> None:
    controller = Controller(1, Nozzles(open_latency_s=0.0, close_latency_s=0.05))
    controller.set_runs(0.0, runs((1.0, 1.02, 0)))
    event, closing = reported(controller, 1.0, 0.02)
    assert event.opens and not closing.opens
    assert closing.time_s + 0.05 - event.time_s == pytest.approx(0.05)


def test_late_runs_open_at_once_and_are_returned() -> None:
    controller = Controller(1, Nozzles(open_latency_s=0.05))
    reported(controller, 0.5, 0.1)
    late_m = controller.set_runs(0.0, runs((0.9, 1.3, 0), (1.01, 1.02, 0)))
    assert late_m.tolist() == [0.9]
    assert controller.set_runs(0.0, runs()).tolist() == []
    assert controller.set_runs(0.0, runs((0.9, 1.3, 0))).tolist() == []
    commands = reported(controller, 1.0, 0.1, start_s=0.5)
    assert [command.time_s for command in commands] == pytest.approx([0.5, 0.65])


@pytest.mark.parametrize('end_m, count', [(1.03, 2), (1.01, 0)])
def test_the_rest_of_a_late_run_must_be_long_enough(end_m: float, count: int) -> None:
    controller = Controller(1, Nozzles(min_on_s=0.01))
    reported(controller, 0.5, 0.1)
    controller.set_runs(0.0, runs((0.5, end_m, 0)))
    assert len(reported(controller, 1.0, 0.1, start_s=0.5)) == count


@pytest.mark.parametrize(
    'spans, closes_s',
    [
        ([(1.0, 1.3, 0)], 0.65),
        ([(1.0, 1.02, 0)], 0.53),
        ([], 0.53),
    ],
)
def test_the_end_of_an_open_run_moves_with_the_newest_plan(spans: list, closes_s: float) -> None:
    controller = Controller(1, Nozzles())
    controller.set_runs(0.0, runs((1.0, 1.1, 0)))
    assert [command.opens for command in reported(controller, 0.53, 0.01)] == [True]
    controller.set_runs(0.0, runs(*spans))
    (closing,) = reported(controller, 1.0, 0.01, start_s=0.53)
    assert closing.time_s == pytest.approx(closes_s)


def test_a_closed_run_that_grows_within_the_margin_stays_closed() -> None:
    controller = Controller(1, Nozzles(margin_m=0.01))
    controller.set_runs(0.0, runs((1.0, 1.1, 0)))
    assert len(reported(controller, 0.5555, 0.0005)) == 2
    controller.set_runs(0.0, runs((1.0, 1.105, 0)))
    assert reported(controller, 1.0, 0.0005, start_s=0.5555) == []


def test_slowing_down_opens_no_window_twice() -> None:
    controller = Controller(1, Nozzles(open_latency_s=0.05, close_latency_s=0.05))
    controller.set_runs(0.0, runs((0.13, 0.3, 0)))
    all_nozzles = np.ones(1, bool)
    fast, slow = PathSegment(0.0, 0.02, 0.0, 0.04, 2.0), PathSegment(0.02, 0.1, 0.04, 0.07, 0.4)
    assert [*controller.commands(fast, None, all_nozzles)][0].opens
    assert [*controller.commands(slow, None, all_nozzles)] == []


def test_nozzles_that_are_not_allowed_close_at_once() -> None:
    controller = Controller(2, Nozzles(min_on_s=0.5))
    controller.set_runs(0.0, runs((0.0, 9.0, 0), (0.0, 9.0, 1)))
    segment = PathSegment(0.0, 0.1, 0.0, 0.2, 2.0)
    assert len([*controller.commands(segment, None, np.array([True, True]))]) == 2
    after = PathSegment(0.1, 0.2, 0.2, 0.4, 2.0)
    assert [*controller.commands(after, None, np.array([True, False]))] == [Command(0.1, 1, False)]
