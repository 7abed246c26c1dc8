# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""World, camera, trajectory and boom of one simulated drive."""

from bisect import bisect_left
from dataclasses import replace
from math import ceil

import numpy as np

from seg_ros.errors import ParameterError
from seg_ros.geometry.camera_model import CameraModel
from seg_ros.geometry.ground_view import GroundPlane
from seg_ros.geometry.mount import CameraPose, mounted
from seg_ros.parameters import PatchTrackerParameters, SimParameters
from seg_ros.patches.boom import boom_of
from seg_ros.patches.lookahead import seen_ahead_m
from seg_ros.sim.boom import Boom, Nozzles
from seg_ros.sim.camera import SimCamera
from seg_ros.sim.trajectory import Trajectory
from seg_ros.sim.world.ground_strip import CROP, WorldParameters
from seg_ros.sim.world.world import World

BOOM_M = 0.56
CROP_COVER = 0.12
ROW_SPACING_M = BOOM_M
LENS = CameraModel(640, 480, 900.0, 900.0, 319.5, 239.5, 'plumb_bob', (-0.12, 0.03, 0.0, 0.0, 0.0))
ODOMETRY_HZ = 50.0
CLOSING_MM = 11.0
"""Distance up to which the tracker joins leaves to one weed; few weeds have larger gaps."""

TOLERANCE_MM = 3.0
"""Added to the margin of the sprayer for the tracker's distance to crops."""

FAR_M = 10.0
"""Provisional distance of the camera ahead of the nozzles: all ground in view is ahead of them."""

BORDER_M = 0.1
"""Border of the field beside the view, and ahead of the view at the start."""

RUN_OUT_M = 0.4
"""Distance driven after the end of the field, so that the boom passes the last plants."""


class Scenario:
    """
    World, camera, trajectory, boom and tracker parameters of one drive.

    The nozzles are at x = 0 of base_link, above the middle of the strip, where a crop row is; rows
    are one boom width apart, so that the crop cover under the boom is that of a wide field. The
    camera is mounted such that every lane is in view up to `lookahead_m` ahead. Plants count in
    `counted`, from 0 to `length_m` along the track. ParameterError where the boom is
    wider than the view.
    """

    def __init__(self, parameters: SimParameters) -> None:
        """Make all parts; ground is generated when it is first in view."""
        self.parameters = parameters
        count = max(1, int(BOOM_M / parameters.nozzle_pitch_m + 1e-9))
        self.nozzles = Nozzles(
            parameters.open_latency_s,
            parameters.close_latency_s,
            parameters.drop_s,
            parameters.min_on_s,
            parameters.footprint_m,
            parameters.margin_m,
        )
        self.tracker_parameters = _tracker_parameters(parameters, self.nozzles, count)
        self.crop_ids = (CROP,) if parameters.crops else ()
        model = LENS if parameters.distorted else replace(LENS, model='none', coefficients=())
        pose = _camera_pose(model, parameters, self.tracker_parameters)
        ground = GroundPlane(model, pose).ground_map()
        self.world = World(_world_parameters(parameters, float(np.nanmax(np.abs(ground.y_m)))))
        self.camera = SimCamera(self.world, model, pose)
        self.boom = Boom(count, parameters.nozzle_pitch_m, self.world.parameters.width_m / 2.0)
        self.counted = (0.0, parameters.length_m)
        start_m = -float(np.nanmax(ground.x_m)) - BORDER_M
        self.drive = Trajectory(parameters.speed_mps, parameters.speed_wobble, start_m)
        ticks = bisect_left(
            range(2**40),
            parameters.length_m + RUN_OUT_M,
            key=lambda tick: self.drive.position_m(tick / ODOMETRY_HZ),
        )
        self.stop_s = ticks / ODOMETRY_HZ
        self.frame_times_s = np.arange(0.0, self.stop_s, 1.0 / parameters.rate_hz)


def _world_parameters(parameters: SimParameters, beside_m: float) -> WorldParameters:
    """Return a world as wide as the view of the camera, with a crop row in the middle."""
    width_m = ceil(max(0.8, 2.0 * beside_m + BORDER_M) * 100.0) / 100.0
    rows = round(width_m / ROW_SPACING_M)
    if rows % 2 == 0:
        rows, width_m = rows + 1, width_m + ROW_SPACING_M
    cover = CROP_COVER * rows * ROW_SPACING_M / width_m
    return WorldParameters(
        seed=parameters.seed,
        width_m=width_m,
        weed_cover=parameters.weed_cover,
        crop_cover=cover if parameters.crops else 0.0,
        row_spacing_m=ROW_SPACING_M,
        canopy_m=parameters.canopy_m,
    )


def _tracker_parameters(
    parameters: SimParameters, nozzles: Nozzles, count: int
) -> PatchTrackerParameters:
    """Return the patch tracker parameters for this sprayer, see docs/spraying.md."""
    fastest_mps = parameters.speed_mps * (1.0 + parameters.speed_wobble)
    shortest_m = fastest_mps * nozzles.shortest_s + nozzles.footprint_m - 2.0 * nozzles.margin_m
    default = PatchTrackerParameters()
    return replace(
        default,
        nozzle_count=count,
        nozzle_pitch_m=parameters.nozzle_pitch_m,
        closing_mm=CLOSING_MM,
        shortest_run_mm=max(default.shortest_run_mm, 1000.0 * shortest_m),
        crop_margin_mm=max(default.crop_margin_mm, 1000.0 * nozzles.margin_m + TOLERANCE_MM),
    )


def _camera_pose(
    model: CameraModel, parameters: SimParameters, tracker: PatchTrackerParameters
) -> CameraPose:
    far_ahead = mounted(FAR_M, 0.0, parameters.height_m, parameters.pitch_deg)
    ground = GroundPlane(model, far_ahead, parameters.canopy_m).ground_map()
    boom = boom_of(tracker)
    seen_m = seen_ahead_m(ground, boom)
    if seen_m == 0.0:
        raise ParameterError(
            f'height_m must be so large that the whole boom is in view, '
            f'{boom.count * boom.pitch_m:g} m wide, got {parameters.height_m}'
        )
    return mounted(
        round(FAR_M + parameters.lookahead_m - seen_m, 6),
        0.0,
        parameters.height_m,
        parameters.pitch_deg,
    )
