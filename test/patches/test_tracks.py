# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Patches over the images of a camera that sees 20 x 20 cm of ground, in pixels of 1 cm.

The camera looks from 0.4 to 0.6 m ahead of the base frame.
"""

from dataclasses import replace

import numpy as np
from patch_fixtures import nadir, PatchScene, WEED
import pytest

from seg_ros.datatypes import Pose2D
from seg_ros.patches.components import detect
from seg_ros.patches.region_of_interest import region_of_interest
from seg_ros.patches.region_properties import region_properties
from seg_ros.patches.tracks import IdSource, TrackParameters, Tracks

GROUND = nadir((20, 20), x_m=0.5)
VIEW = region_of_interest(GROUND)
PARAMETERS = TrackParameters(
    merge_distance_m=0.03, lose_after=2, behind_m=-0.1, max_distance_m=10.0
)


class Watching:
    """Tracks, and a camera that is shown one meadow after the other."""

    def __init__(self, parameters: TrackParameters = PARAMETERS) -> None:
        """Start without tracks."""
        self.tracks, self.parameters = Tracks(IdSource()), parameters

    def see(self, half_green_image: PatchScene, pose: Pose2D = Pose2D(0.0, 0.0)) -> list[int]:
        """Take in what is seen from a pose, and return the ids that are known."""
        found = detect(half_green_image.seen(GROUND, pose), VIEW, 0.0, 0.0)
        self.tracks.update(found, pose, VIEW, self.parameters)
        return self.tracks.ids.tolist()

    def areas_cm2(self) -> list[float]:
        """Return the area of each."""
        return (region_properties(self.tracks.points).areas_m2 * 1e4).round(3).tolist()


def weeds(*positions: tuple[float, float, float]) -> PatchScene:
    return PatchScene(*((*position, WEED) for position in positions))


ONE, OTHER = (0.45, 0.05, 0.02), (0.55, -0.05, 0.02)
BARE = PatchScene()


def test_ids_count_from_one_and_stay() -> None:
    watching = Watching()
    # The image's first row is the farthest ahead: the other one is found first.
    assert watching.see(weeds(ONE, OTHER)) == [1, 2]
    assert watching.see(weeds(OTHER)) == [1, 2]
    assert watching.see(weeds(ONE, OTHER)) == [1, 2]
    assert watching.tracks.in_view == 2
    assert watching.tracks.hits.tolist() == [3, 2]


def test_ids_are_never_given_twice() -> None:
    watching = Watching()
    watching.see(weeds(ONE))
    watching.tracks.forget()
    assert watching.see(BARE) == []
    assert watching.see(weeds(ONE)) == [2]


def test_ids_begin_again_where_32_bits_end() -> None:
    ids = IdSource()
    ids._last = 2**32 - 3
    assert ids.draw(3).tolist() == [2**32 - 2, 2**32 - 1, 1]
    assert ids.draw(1).tolist() == [2]


@pytest.mark.parametrize(
    'start, step',
    [
        (Pose2D(0.0, 0.0), (0.013, 0.0, 0.0)),
        (Pose2D(0.0, -0.05), (0.007, 0.011, 0.0)),
        (Pose2D(0.0, 0.0, -0.1), (0.004, 0.002, 0.02)),
        (Pose2D(10_000.0, -20_000.0, 2.0), (-0.004, 0.006, 0.01)),
    ],
)
def test_ids_stay_over_a_drive(start, step) -> None:
    positions_m = np.stack(
        start.to_odom(np.array([0.46, 0.55, 0.58, 0.5]), np.array([0.03, -0.06, 0.05, -0.01])),
        axis=1,
    )
    half_green_image = weeds(*((x_m, y_m, 0.012) for x_m, y_m in positions_m))
    watching = Watching()
    for image in range(12):
        turn = start.yaw_rad + image * step[2]
        pose = Pose2D(start.x_m + image * step[0], start.y_m + image * step[1], turn)
        assert sorted(watching.see(half_green_image, pose)) == [1, 2, 3, 4]
    centers_m = np.stack(
        pose.to_odom(*region_properties(watching.tracks.points).centers_m.T), axis=1
    )
    distances_m = np.linalg.norm(centers_m[:, np.newaxis] - positions_m, axis=2)
    assert (distances_m.min(axis=1) < 0.005).all()
    assert sorted(distances_m.argmin(axis=1)) == [0, 1, 2, 3]


def test_what_grew_together_bears_one_id_and_what_splits_gives_a_new_one() -> None:
    apart = weeds((0.45, 0.05, 0.03), (0.55, 0.05, 0.02))
    bridge = weeds((0.45, 0.05, 0.03), (0.55, 0.05, 0.02), (0.505, 0.05, 0.026))
    watching = Watching()
    assert watching.see(apart) == [1, 2]
    assert watching.see(bridge) == [2]
    areas_cm2 = watching.areas_cm2()
    assert sorted(watching.see(apart)) == [2, 3]
    assert sum(watching.areas_cm2()) < sum(areas_cm2)


def test_missing_in_view_is_borne_for_a_while() -> None:
    watching = Watching()
    watching.see(weeds(ONE))
    assert [watching.see(BARE) for _ in range(4)] == [[1], [1], [], []]
    watching.see(weeds(ONE))
    assert [watching.see(BARE), watching.see(weeds(ONE)), watching.see(BARE)] == [[2]] * 3


def test_what_left_the_view_is_known_until_it_is_behind() -> None:
    watching = Watching()
    positions_m = [round(0.1 * image, 1) for image in range(7)]
    known = [watching.see(weeds(ONE), Pose2D(x_m, 0.0)) for x_m in positions_m]
    # Its foremost pixel lies at 0.465 and is more than 0.1 behind from 0.565 on.
    assert known == [[1]] * 6 + [[]]


def test_what_is_far_away_is_forgotten_wherever_it_lies() -> None:
    watching = Watching(replace(PARAMETERS, max_distance_m=2.0))
    watching.see(weeds(ONE))
    assert watching.see(BARE, Pose2D(-1.0, 0.0)) == [1]
    assert watching.see(BARE, Pose2D(0.45, 3.0)) == []


def test_a_patch_is_put_together_from_its_parts() -> None:
    half_green_image = weeds((0.65, 0.0, 0.045))
    whole = Watching()
    whole.see(half_green_image, Pose2D(0.15, 0.0))
    watching = Watching()
    areas_cm2, cut = [], []
    for x_m in (0.02, 0.07, 0.15, 0.25, 0.27, 0.4):
        assert watching.see(half_green_image, Pose2D(x_m, 0.0)) == [1]
        areas_cm2 += watching.areas_cm2()
        cut.append(watching.tracks.in_view)
    assert cut == [1, 1, 1, 1, 1, 0]
    assert areas_cm2[0] < areas_cm2[1] < whole.areas_cm2()[0]
    assert areas_cm2[2:] == pytest.approx(whole.areas_cm2() * 4, rel=0.02)


def test_parts_put_together_are_counted_once_on_the_average() -> None:
    areas_cm2 = []
    for step_m in np.linspace(0.02, 0.06, 41):
        watching = Watching()
        for x_m in np.arange(0.0, 0.5, step_m):
            watching.see(weeds((0.55, 0.003, 0.055)), Pose2D(x_m, 0.0))
        areas_cm2.append(sum(watching.areas_cm2()))
    assert np.mean(areas_cm2) == pytest.approx(np.pi * 5.5**2, rel=0.015)


FORK = weeds(
    *((0.5, y_m, 0.012) for y_m in np.arange(-0.06, 0.061, 0.01)),
    *((x_m, y_m, 0.012) for x_m in (0.51, 0.52, 0.53, 0.54) for y_m in (-0.06, 0.06)),
)


def test_the_border_does_not_part_a_patch() -> None:
    watching = Watching()
    known = []
    for x_m in (0.0, 0.05, 0.12, 0.125, 0.13, 0.2):
        known.append(watching.see(FORK, Pose2D(x_m, 0.0)))
        area_cm2 = sum(watching.areas_cm2())
    assert known == [[1]] * 6
    assert area_cm2 == pytest.approx(46.0, rel=0.1)


def test_pieces_are_merged() -> None:
    found = detect(FORK.seen(GROUND, Pose2D(0.12, 0.0)), VIEW, 0.0, 0.0)
    assert found.boxes_px.tolist() == [[3, 17, 2, 3], [15, 17, 2, 3]]
    one = found.merged(np.array([1, 1]))
    assert one.boxes_px.tolist() == [[3, 17, 14, 3]]
    assert one.cut.tolist() == [True] and len(one.points) == len(found.points)
    assert one.detection_of_label.tolist() == [-1, 0, 0]


def test_in_the_middle_of_the_view_the_fork_parts() -> None:
    watching = Watching()
    watching.see(FORK)
    tines = weeds(*((x_m, y_m, 0.012) for x_m in (0.52, 0.53, 0.54) for y_m in (-0.06, 0.06)))
    assert len(watching.see(tines)) == 2


@pytest.mark.parametrize('x_m, head_m', [(0.0, 0.42), (-0.05, 0.4), (-0.09, 0.36)])
def test_what_lies_out_of_view_stays_whatever_becomes_of_the_rest(x_m, head_m) -> None:
    watching = Watching()
    long = weeds(*((0.3 + 0.01 * part, 0.05, 0.012) for part in range(12)))
    assert watching.see(long, Pose2D(-0.15, 0.0)) == [1]
    in_odom_m = watching.tracks.points.x_m - 0.15
    # What is in view has died back to a spot that does not reach the border.
    assert watching.see(weeds((head_m, 0.05, 0.012)), Pose2D(x_m, 0.0)) == [1]
    assert watching.tracks.in_view == 1
    out_of_view = np.count_nonzero(in_odom_m < x_m + 0.4)
    assert np.count_nonzero(watching.tracks.points.x_m < 0.4 - 1e-6) == out_of_view


def test_a_carpet_does_not_grow_without_end() -> None:
    carpet = weeds(*((x_m, 0.0, 0.08) for x_m in np.arange(0.0, 9.0, 0.05)))
    watching = Watching()
    counts = []
    for x_m in np.arange(0.0, 7.0, 0.1):
        assert watching.see(carpet, Pose2D(x_m, 0.0)) == [1]
        counts.append(len(watching.tracks.points))
    assert counts[-1] < 1.1 * counts[10]
    assert watching.tracks.points.x_m.min() >= -0.1


def test_tracks_are_unpublished_until_they_are_confirmed() -> None:
    watching = Watching()
    watching.see(weeds(ONE, OTHER))
    assert watching.tracks.unpublished.tolist() == [True, True]
    watching.tracks.confirm(np.array([2], np.uint32))
    watching.see(weeds(ONE, OTHER))
    assert watching.tracks.unpublished.tolist() == [True, False]
