# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Camera, segmentation, patch tracker and sprayer in one loop, as fast as possible."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from seg_ros.datatypes import MaskFrame, PatchPlan, Pose2D
from seg_ros.patches.patch_tracker import PatchTracker
from seg_ros.patches.tracker_setup import TrackerSetup
from seg_ros.sim.camera import CameraView
from seg_ros.sim.scenario import ODOMETRY_HZ, Scenario
from seg_ros.sim.scoring.patch_evaluation import PatchEvaluation
from seg_ros.sim.sprayer import Completed, SimSprayer
from seg_ros.sim.world.ground_strip import WEED


@dataclass(frozen=True, eq=False)
class Step:
    """One frame of a drive: view, class map, plan, and what the sprayer completed after it."""

    view: CameraView
    class_map: np.ndarray
    plan: PatchPlan
    position_m: float
    completed: tuple[Completed, ...]
    sprayer: SimSprayer
    evaluation: PatchEvaluation


def drive(
    scenario: Scenario, segment: Callable[[CameraView], np.ndarray], with_image: bool = True
) -> Iterator[Step]:
    """
    Drive once over the field; yield after each frame, with the same sprayer and evaluation.

    `segment` returns the (H, W) uint8 class map of a view: 0 soil, 1 weed, 2 crop. The sprayer
    receives plans `latency_s` after their frame, and odometry between frames. The sprayer and the
    evaluation of the last step have the figures of the whole drive.
    """
    sprayer, evaluation = SimSprayer(scenario), PatchEvaluation(scenario)
    sprayer.armed = True
    tracker = PatchTracker(
        TrackerSetup(scenario.tracker_parameters, scenario.camera.ground), scenario.crop_ids
    )
    for time_s, next_s in zip(
        scenario.frame_times_s, [*scenario.frame_times_s[1:], scenario.stop_s]
    ):
        position_m = scenario.drive.position_m(time_s)
        view = scenario.camera.view(position_m, with_image, scenario.drive.speed_mps(time_s))
        class_map = segment(view)
        mask = (class_map == WEED).astype(np.uint8)
        plan = tracker.plan(MaskFrame(mask, time_s, Pose2D(position_m, 0.0), class_map))
        tracker.confirm(plan)
        evaluation.add_frame(position_m, plan.patches)
        sprayer.receive(time_s, position_m, plan.runs, time_s + scenario.parameters.latency_s)
        completed = tuple(
            sprayer.advance(
                tick_s, scenario.drive.position_m(tick_s), scenario.drive.speed_mps(tick_s)
            )
            for tick_s in _ticks(time_s, next_s)
        )
        if next_s == scenario.stop_s:
            completed += (sprayer.end(),)
        yield Step(view, class_map, plan, position_m, completed, sprayer, evaluation)


def _ticks(start_s: float, stop_s: float) -> np.ndarray:
    """Return the times of odometry in start_s <= t < stop_s, and start_s."""
    first = int(np.floor(start_s * ODOMETRY_HZ + 1e-6)) + 1
    return np.array([start_s, *np.arange(first, stop_s * ODOMETRY_HZ - 1e-6) / ODOMETRY_HZ])
