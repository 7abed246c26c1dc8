# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Camera, segmentation, planner and sprayer in one loop, as fast as the machine goes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from seg_ros.datatypes import MaskFrame, PatchPlan, Pose2D
from seg_ros.patches.patch_tracker import PatchTracker
from seg_ros.sim.camera import CameraView
from seg_ros.sim.scenario import ODOMETRY_HZ, Scenario
from seg_ros.sim.scoring.patch_evaluation import PatchEvaluation
from seg_ros.sim.sprayer import Behind, SimSprayer
from seg_ros.sim.world.ground_strip import WEED


@dataclass(frozen=True, eq=False)
class Step:
    """One frame of a drive: what was seen, segmented and planned, and what is over since."""

    view: CameraView
    class_map: np.ndarray
    plan: PatchPlan
    position_m: float
    behind: tuple[Behind, ...]
    sprayer: SimSprayer
    judge: PatchEvaluation


def drive(
    trial: Scenario, segment: Callable[[CameraView], np.ndarray], with_picture: bool = True
) -> Iterator[Step]:
    """
    Drive once over the field; yield after each frame, with the same sprayer and judge.

    `segment` returns the (H, W) uint8 class map of a view: 0 soil, 1 weed, 2 crop. Plans become
    known `latency_s` after their frame; odometry comes between frames. The last step's sprayer
    and judge hold the figures of the whole drive.
    """
    sprayer, judge = SimSprayer(trial), PatchEvaluation(trial)
    sprayer.armed = True
    planner = PatchTracker(trial.tracker_parameters, trial.camera.ground, trial.crop_ids)
    for time_s, next_s in zip(trial.frame_times_s, [*trial.frame_times_s[1:], trial.stop_s]):
        position_m = trial.drive.position_m(time_s)
        view = trial.camera.view(position_m, with_picture, trial.drive.speed_mps(time_s))
        class_map = segment(view)
        mask = (class_map == WEED).astype(np.uint8)
        plan = planner.plan(MaskFrame(mask, time_s, Pose2D(position_m, 0.0), class_map))
        planner.confirm(plan)
        judge.look(position_m, plan.patches)
        sprayer.receive(time_s, position_m, plan.runs, time_s + trial.parameters.latency_s)
        behind = tuple(
            sprayer.advance(tick_s, trial.drive.position_m(tick_s), trial.drive.speed_mps(tick_s))
            for tick_s in _ticks(time_s, next_s)
        )
        if next_s == trial.stop_s:
            behind += (sprayer.end(),)
        yield Step(view, class_map, plan, position_m, behind, sprayer, judge)


def _ticks(start_s: float, stop_s: float) -> np.ndarray:
    """Return the times of odometry in start_s <= t < stop_s, the start always among them."""
    first = int(np.floor(start_s * ODOMETRY_HZ + 1e-6)) + 1
    return np.array([start_s, *np.arange(first, stop_s * ODOMETRY_HZ - 1e-6) / ODOMETRY_HZ])
