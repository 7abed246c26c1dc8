# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""One drive over a digital field, put together from its settings."""

from bisect import bisect_left
from dataclasses import replace
from math import ceil

import numpy as np

from seg_ros.errors import SettingError
from seg_ros.field.boom import Boom, Nozzles
from seg_ros.field.camera import FieldCamera
from seg_ros.field.drive import Drive
from seg_ros.field.strip import CROP, FieldPlan
from seg_ros.field.world import FieldWorld
from seg_ros.ground.camera import CameraModel
from seg_ros.ground.mount import CameraPose, mounted
from seg_ros.ground.plane import GroundPlane
from seg_ros.patches.lookahead import seen_ahead_m
from seg_ros.patches.planner import boom_of
from seg_ros.settings import FieldSettings, PlannerSettings

BOOM_M = 0.56
CROP_COVER = 0.12
ROW_SPACING_M = BOOM_M
LENS = CameraModel(640, 480, 900.0, 900.0, 319.5, 239.5, 'plumb_bob',
                   (-0.12, 0.03, 0.0, 0.0, 0.0))
ODOMETRY_HZ = 50.0
CLOSING_MM = 11.0
"""Leaves of one weed are seldom farther apart, and less often about as far, than with less."""

UNSURE_MM = 3.0
"""The planner keeps this much farther from crops than the sprayer's margin."""

FAR_M = 10.0
"""A camera this far ahead of the nozzles sees nothing behind them."""

RESERVE_M = 0.1
"""What there is more than needed: field beside the view, and way before and after the field."""

SETTLING_M = 0.4
"""The drive ends so far behind the field that the last plants lie behind the boom."""


class FieldTrial:
    """
    Field, camera, drive, boom and planner settings that belong together.

    The nozzles are at base x = 0, over the middle of the strip, where a crop row stands; rows are
    one boom apart, so that crops cover as much under the boom as on a wide field. The camera
    hangs where the farthest ground that it sees in every lane is `lookahead_m` ahead of them.
    Plants count on `counted`, the stretch of track that is wholly seen and sprayed. SettingError
    where the boom is wider than the view.
    """

    def __init__(self, settings: FieldSettings) -> None:
        """Put it together; nothing grows before someone looks."""
        self.settings = settings
        count = max(1, int(BOOM_M / settings.nozzle_pitch_m + 1e-9))
        self.nozzles = Nozzles(
            settings.open_latency_s, settings.close_latency_s, settings.drop_s,
            settings.min_on_s, settings.footprint_m, settings.margin_m)
        self.planner_settings = _planner(settings, self.nozzles, count)
        self.crop_ids = (CROP,) if settings.crops else ()
        model = LENS if settings.distorted else replace(LENS, model='none', coefficients=())
        pose = _hung(model, settings, self.planner_settings)
        ground = GroundPlane(model, pose).ground_map()
        self.world = FieldWorld(_plan(settings, float(np.nanmax(np.abs(ground.y_m)))))
        self.camera = FieldCamera(self.world, model, pose)
        self.boom = Boom(count, settings.nozzle_pitch_m, self.world.plan.width_m / 2.0)
        self.counted = (0.0, settings.length_m)
        start_m = -float(np.nanmax(ground.x_m)) - RESERVE_M
        self.drive = Drive(settings.speed_mps, settings.speed_wobble, start_m)
        ticks = bisect_left(range(2**40), settings.length_m + SETTLING_M,
                            key=lambda tick: self.drive.position_m(tick / ODOMETRY_HZ))
        self.stop_s = ticks / ODOMETRY_HZ
        self.frame_times_s = np.arange(0.0, self.stop_s, 1.0 / settings.rate_hz)


def _plan(settings: FieldSettings, beside_m: float) -> FieldPlan:
    """Return what grows as far to both sides as the camera sees, and with a row in the middle."""
    width_m = ceil(max(0.8, 2.0 * beside_m + RESERVE_M) * 100.0) / 100.0
    rows = round(width_m / ROW_SPACING_M)
    if rows % 2 == 0:
        rows, width_m = rows + 1, width_m + ROW_SPACING_M
    cover = CROP_COVER * rows * ROW_SPACING_M / width_m
    return FieldPlan(
        seed=settings.seed, width_m=width_m, weed_cover=settings.weed_cover,
        crop_cover=cover if settings.crops else 0.0, row_spacing_m=ROW_SPACING_M,
        canopy_m=settings.canopy_m)


def _planner(settings: FieldSettings, nozzles: Nozzles, count: int) -> PlannerSettings:
    """Return what the patch node must be told for this sprayer, as docs/spraying.md has it."""
    fastest_mps = settings.speed_mps * (1.0 + settings.speed_wobble)
    shortest_m = fastest_mps * nozzles.shortest_s + nozzles.footprint_m - 2.0 * nozzles.margin_m
    usual = PlannerSettings()
    return replace(
        usual, nozzle_count=count, nozzle_pitch_m=settings.nozzle_pitch_m,
        closing_mm=CLOSING_MM, shortest_run_mm=max(usual.shortest_run_mm, 1000.0 * shortest_m),
        crop_margin_mm=max(usual.crop_margin_mm, 1000.0 * nozzles.margin_m + UNSURE_MM))


def _hung(model: CameraModel, settings: FieldSettings, planner: PlannerSettings) -> CameraPose:
    far_ahead = mounted(FAR_M, 0.0, settings.height_m, settings.pitch_deg)
    ground = GroundPlane(model, far_ahead, settings.canopy_m).ground_map()
    boom = boom_of(planner)
    seen_m = seen_ahead_m(ground, boom)
    if seen_m == 0.0:
        raise SettingError(f'height_m of the camera must be such that it sees the whole boom, '
                           f'{boom.count * boom.pitch_m:g} m wide, got {settings.height_m}')
    return mounted(round(FAR_M + settings.lookahead_m - seen_m, 6), 0.0,
                   settings.height_m, settings.pitch_deg)
