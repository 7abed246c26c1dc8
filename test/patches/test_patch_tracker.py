# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
From masks to patches and runs over a drive.

The camera sees 40 x 40 cm of ground in pixels of 1 cm, from 0.4 to 0.8 m ahead; the boom has
ten lanes of 4 cm over the same width.
"""

from dataclasses import replace

import numpy as np
from patch_fixtures import CROP as CROP_ID, drawn, frame_of, nadir, PatchScene, WEED
import pytest

from seg_ros.datatypes import (
    CROP,
    CUT,
    FIRST_SIGHT,
    GroundMap,
    MaskFrame,
    PatchPlan,
    Pose2D,
    REMEMBERED,
)
from seg_ros.errors import FrameError
from seg_ros.parameters import PatchTrackerParameters
from seg_ros.patches.patch_tracker import PatchTracker
from seg_ros.patches.tracker_setup import TrackerSetup

GROUND = nadir((40, 40), x_m=0.6)
SETTINGS = PatchTrackerParameters(
    min_area_cm2=0.0,
    closing_mm=0.0,
    nozzle_count=10,
    nozzle_pitch_m=0.04,
    shortest_run_mm=0.0,
    crop_margin_mm=0.0,
)
START = Pose2D(0.0, 0.0)
PLANT = (0.6, 0.1, 0.03, WEED)


class Published(PatchTracker):
    """Publishes every plan."""

    def plan(self, frame: MaskFrame, with_outlines: bool = False) -> PatchPlan:
        """Confirm the plan at once."""
        plan = super().plan(frame, with_outlines)
        self.confirm(plan)
        return plan


def planner(motion: str = 'odometry', **changes) -> PatchTracker:
    return Published(TrackerSetup(replace(SETTINGS, **changes), GROUND), (CROP_ID,), motion)


def shown(half_green_image: PatchScene, pose: Pose2D = START, stamp_s: float = 0.0) -> MaskFrame:
    return frame_of(half_green_image.seen(GROUND, pose), pose, stamp_s)


def ids_and_flags(plan: PatchPlan) -> list[tuple[int, int]]:
    return list(zip(plan.patches.ids.tolist(), plan.patches.flags.tolist()))


def test_first_sight_lasts_until_a_plan_is_published() -> None:
    tracker = PatchTracker(TrackerSetup(SETTINGS, GROUND), (CROP_ID,))
    lost = tracker.plan(shown(PatchScene(PLANT)))
    plan = tracker.plan(shown(PatchScene(PLANT)))
    assert ids_and_flags(lost) == ids_and_flags(plan) == [(1, FIRST_SIGHT)]
    tracker.confirm(plan)
    assert ids_and_flags(tracker.plan(shown(PatchScene(PLANT)))) == [(1, 0)]


def test_one_plant() -> None:
    plan = planner().plan(shown(PatchScene(PLANT)), with_outlines=True)
    patches = plan.patches
    assert ids_and_flags(plan) == [(1, FIRST_SIGHT)]
    np.testing.assert_allclose(patches.centers_m, [(0.6, 0.1)], atol=1e-6)
    np.testing.assert_allclose(patches.sizes_m, [(0.06, 0.06)], atol=1e-6)
    np.testing.assert_allclose(patches.areas_m2, 32e-4, rtol=1e-6)
    np.testing.assert_allclose(patches.stds_m, 0.01 / 12**0.5, rtol=1e-6)
    assert (patches.class_ids.tolist(), patches.scores.tolist()) == ([WEED], [1.0])
    assert patches.boxes_px.tolist() == [[7, 17, 6, 6]]
    assert patches.nozzles.tolist() == [[1, 3]]
    assert plan.runs.nozzles.tolist() == [1, 2, 3]
    assert plan.runs.ids.tolist() == [1, 1, 1]
    np.testing.assert_allclose(plan.runs.x_start_m[1], 0.57, atol=1e-6)
    np.testing.assert_allclose(plan.runs.x_end_m[1], 0.63, atol=1e-6)
    (outline,) = plan.outlines_m
    assert np.ptp(outline, axis=0).tolist() == pytest.approx([0.05, 0.05])


def test_the_arrays_have_the_dtypes_that_are_promised() -> None:
    plan = planner().plan(shown(PatchScene(PLANT)))
    assert {
        name: getattr(plan.patches, name).dtype.name
        for name in (
            'ids',
            'centers_m',
            'sizes_m',
            'areas_m2',
            'class_ids',
            'scores',
            'nozzles',
            'boxes_px',
            'stds_m',
            'flags',
        )
    } == {
        'ids': 'uint32',
        'centers_m': 'float64',
        'sizes_m': 'float64',
        'areas_m2': 'float64',
        'class_ids': 'uint8',
        'scores': 'float64',
        'nozzles': 'int16',
        'boxes_px': 'int32',
        'stds_m': 'float64',
        'flags': 'uint8',
    }
    assert {
        name: getattr(plan.runs, name).dtype.name
        for name in ('x_start_m', 'x_end_m', 'nozzles', 'ids', 'scores')
    } == {
        'x_start_m': 'float64',
        'x_end_m': 'float64',
        'nozzles': 'int16',
        'ids': 'uint32',
        'scores': 'float64',
    }


@pytest.mark.parametrize('motion', ['odometry', 'image', 'still'])
def test_nothing_there(motion) -> None:
    watching = planner(motion)
    for stamp_s in (0.0, 0.1):
        plan = watching.plan(shown(PatchScene(), stamp_s=stamp_s), with_outlines=True)
        assert len(plan.patches) == len(plan.runs) == len(plan.outlines_m) == 0


def test_from_the_far_border_past_the_boom() -> None:
    watching = planner(forget_behind_m=0.2)
    flags, areas_cm2, starts_m = [], [], []
    for x_m in (-0.2, -0.1, 0.19, 0.3, 0.6, 0.9):
        plan = watching.plan(shown(PatchScene(PLANT), Pose2D(x_m, 0.0)))
        flags += plan.patches.flags.tolist()
        assert set(plan.patches.ids.tolist()) <= {1}
        areas_cm2 += (plan.patches.areas_m2 * 1e4).round(2).tolist()
        starts_m += plan.runs.x_start_m[plan.runs.nozzles == 2].round(3).tolist()
    assert flags == [FIRST_SIGHT | CUT, 0, CUT, REMEMBERED, REMEMBERED]
    assert areas_cm2 == [16.0, 32.0, 32.0, 32.0, 32.0]
    assert starts_m == [0.77, 0.67, 0.38, 0.27, -0.03]


def test_it_drifts_aside_and_the_remembered_one_changes_lanes() -> None:
    watching = planner()
    watching.plan(shown(PatchScene(PLANT)))
    plan = watching.plan(shown(PatchScene(PLANT), Pose2D(0.5, 0.08, 0.0)))
    assert plan.patches.nozzles.tolist() == [[3, 5]]
    turned = watching.plan(shown(PatchScene(PLANT), Pose2D(0.5, 0.0, np.pi / 2)))
    np.testing.assert_allclose(turned.patches.centers_m, [(0.1, -0.1)], atol=1e-6)


def test_reported_only_when_confirmed() -> None:
    watching = planner(confirm_after=3)
    reported = [ids_and_flags(watching.plan(shown(PatchScene(PLANT)))) for _ in range(4)]
    assert reported == [[], [], [(1, FIRST_SIGHT)], [(1, 0)]]
    assert len(planner(confirm_after=2).plan(shown(PatchScene(PLANT))).runs) == 0


def test_lost_and_found() -> None:
    watching = planner(lose_after=1)
    reported = [
        ids_and_flags(watching.plan(shown(half_green_image)))
        for half_green_image in (
            PatchScene(PLANT),
            PatchScene(),
            PatchScene(PLANT),
            PatchScene(),
            PatchScene(),
            PatchScene(PLANT),
        )
    ]
    assert reported == [
        [(1, FIRST_SIGHT)],
        [(1, REMEMBERED)],
        [(1, 0)],
        [(1, REMEMBERED)],
        [],
        [(2, FIRST_SIGHT)],
    ]


BESIDE_CROP = PatchScene(PLANT, (0.6, 0.1, 0.011, CROP_ID))


def test_crops_are_reported_and_never_sprayed() -> None:
    watching = planner()
    plan = watching.plan(shown(BESIDE_CROP), with_outlines=True)
    assert ids_and_flags(plan) == [(1, FIRST_SIGHT), (2, FIRST_SIGHT | CROP)]
    assert plan.patches.class_ids.tolist() == [WEED, CROP_ID]
    assert set(plan.runs.ids.tolist()) == {1}
    assert len(plan.outlines_m) == 2
    for frame in (shown(BESIDE_CROP), shown(PatchScene(), Pose2D(0.5, 0.0))):
        runs = watching.plan(frame).runs
        shift_m = frame.pose.x_m
        over = (
            (runs.nozzles == 2)
            & (runs.x_start_m + shift_m < 0.609)
            & (runs.x_end_m + shift_m > 0.591)
        )
        assert len(runs) == 4 and not over.any()


def test_those_in_view_come_first() -> None:
    watching = planner()
    watching.plan(shown(BESIDE_CROP))
    both = PatchScene(*BESIDE_CROP.plants, (1.2, 0.0, 0.02, WEED), (1.2, -0.1, 0.02, CROP_ID))
    plan = watching.plan(shown(both, Pose2D(0.5, 0.0)), with_outlines=True)
    assert ids_and_flags(plan) == [
        (3, FIRST_SIGHT),
        (4, FIRST_SIGHT | CROP),
        (1, REMEMBERED),
        (2, REMEMBERED | CROP),
    ]
    assert [len(outline_m) > 0 for outline_m in plan.outlines_m] == [True, True, False, False]
    assert plan.patches.boxes_px[2:].tolist() == [[0] * 4] * 2


@pytest.mark.parametrize('unlabelled_is_crop, runs', [(True, 0), (False, 1)])
def test_what_has_no_answer_may_be_crop(unlabelled_is_crop, runs) -> None:
    ground = nadir((3, 4))
    parameters = replace(
        SETTINGS, nozzle_count=1, unlabelled_is_crop=unlabelled_is_crop, shortest_run_mm=20.0
    )
    tracker = Published(TrackerSetup(parameters, ground), (CROP_ID,))
    plan = tracker.plan(frame_of(drawn('?.?. .ww. ?.?.')))
    assert len(plan.runs) == runs


def test_small_crops_are_not_reported_but_protected() -> None:
    plan = planner(min_area_cm2=10.0).plan(shown(BESIDE_CROP))
    assert ids_and_flags(plan) == [(1, FIRST_SIGHT)]
    assert np.count_nonzero(plan.runs.nozzles == 2) == 2


def test_crops_count_outside_the_region_of_interest() -> None:
    beside = PatchScene(PLANT, (0.6, 0.13, 0.02, CROP_ID))
    free = planner(roi_left=0.26).plan(shown(PatchScene(PLANT)))
    watching = planner(roi_left=0.26)
    held = watching.plan(shown(beside))
    assert np.count_nonzero(held.patches.has(CROP)) == 1
    assert len(held.runs) > 0 and not np.array_equal(held.runs.x_end_m, free.runs.x_end_m)
    for _ in range(SETTINGS.lose_after + 1):
        gone = watching.plan(shown(PatchScene(PLANT)))
    assert not gone.patches.has(CROP).any()


def test_crops_are_known_as_long_as_there_is_something_to_spray_beside_them() -> None:
    watching = planner(forget_behind_m=0.1, shortest_run_mm=80.0)
    crowded = PatchScene((0.66, 0.1, 0.045, WEED), (0.66, 0.1, 0.012, CROP_ID))
    reported = 0
    for x_m in np.arange(0.0, 1.0, 0.01):
        runs = watching.plan(shown(crowded, Pose2D(x_m, 0.0))).runs
        over = (runs.nozzles == 2) & (runs.x_start_m + x_m < 0.669) & (runs.x_end_m + x_m > 0.651)
        reported += len(runs)
        assert not over.any()
    assert reported > 100


def test_followed_by_the_image_alone() -> None:
    random = np.random.default_rng(3)
    plants = PatchScene(
        *(
            (x_m, y_m, radius_m, WEED)
            for x_m, y_m, radius_m in zip(
                np.arange(0.3, 3.0, 0.06),
                random.uniform(-0.17, 0.17, 45),
                random.uniform(0.012, 0.028, 45),
            )
        )
    )
    blind, with_odometry = planner('image'), planner()
    for image in range(20):
        pose = Pose2D(0.09 * image, 0.0)
        frame = shown(plants, pose, image * 0.1)
        guessed, known = blind.plan(replace(frame, pose=None)), with_odometry.plan(frame)
    assert guessed.patches.ids.tolist() == known.patches.ids.tolist()
    np.testing.assert_allclose(guessed.patches.centers_m, known.patches.centers_m, atol=0.012)


def test_standing_still_needs_no_pose() -> None:
    watching = planner('still')
    for stamp_s in (0.0, 5.0):
        plan = watching.plan(replace(shown(PatchScene(PLANT), stamp_s=stamp_s), pose=None))
    assert ids_and_flags(plan) == [(1, 0)]


def test_parameters_change_while_it_knows_patches() -> None:
    watching = planner()
    assert watching.plan(shown(PatchScene(PLANT))).patches.nozzles.tolist() == [[1, 3]]
    settings = replace(SETTINGS, nozzle_count=5, nozzle_pitch_m=0.08)
    watching.setup = TrackerSetup(settings, GROUND)
    plan = watching.plan(shown(PatchScene(PLANT)))
    assert (ids_and_flags(plan), plan.patches.nozzles.tolist()) == ([(1, 0)], [[0, 1]])


def test_another_geometry_keeps_what_is_known() -> None:
    watching = planner()
    watching.plan(shown(PatchScene(PLANT)))
    finer = nadir((100, 100), pixel_m=0.004, x_m=0.6)
    watching.setup = TrackerSetup(SETTINGS, finer)
    plan = watching.plan(frame_of(PatchScene(PLANT).seen(finer, START), START))
    assert ids_and_flags(plan) == [(1, 0)]
    np.testing.assert_allclose(plan.patches.areas_m2, np.pi * 0.03**2, rtol=0.03)


def test_after_a_jump_of_time_ids_are_not_reused() -> None:
    watching = planner()
    watching.plan(shown(PatchScene(PLANT)))
    watching.forget()
    assert ids_and_flags(watching.plan(shown(PatchScene(PLANT)))) == [(2, FIRST_SIGHT)]


@pytest.mark.parametrize(
    'changes, reason',
    [
        ({'mask': np.zeros((40, 41), np.uint8), 'class_map': None}, r'must be \(40, 40\)'),
        ({'pose': None}, 'without a pose'),
        ({'class_map': None}, 'without a class map'),
    ],
)
def test_what_cannot_be_planned_is_refused(changes, reason) -> None:
    with pytest.raises(FrameError, match=reason):
        planner().plan(replace(shown(PatchScene(PLANT)), **changes))


def test_an_unknown_source_of_motion_is_refused() -> None:
    with pytest.raises(ValueError, match='motion must be'):
        planner('stars')


def test_a_speck_at_the_horizon_does_not_confuse_what_is_near() -> None:
    x_m = np.float32(np.append(200.0, 0.8 - 0.01 * np.arange(40)))[:, None] * np.ones(40)
    y_m = np.tile(np.float32(0.2 - 0.01 * np.arange(40)), (41, 1))
    area_m2 = np.full((41, 40), 1e-4)
    ground = GroundMap(np.float32(x_m), y_m, np.float32(area_m2))
    mask = np.zeros((41, 40), np.uint8)
    mask[0, 20] = mask[20:23, 10:13] = mask[20:23, 14:17] = 1
    tracker = Published(TrackerSetup(SETTINGS, ground), motion='still')
    ids = [tracker.plan(MaskFrame(mask, stamp_s)).patches.ids.tolist() for stamp_s in range(3)]
    assert ids[0] == ids[1] == ids[2] and len(ids[0]) == 3
