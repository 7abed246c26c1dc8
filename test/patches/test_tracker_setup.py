# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A setup is made whole or not at all, and says how patches and runs are limited."""

from patch_fixtures import nadir
import pytest

from seg_ros.errors import ParameterError
from seg_ros.parameters import PatchTrackerParameters
from seg_ros.patches.boom import Boom
from seg_ros.patches.tracker_setup import TrackerSetup

GROUND = nadir((40, 40), x_m=0.6)


def test_lengths_are_in_meters_and_crops_are_kept_longer() -> None:
    setup = TrackerSetup(
        PatchTrackerParameters(
            nozzle_count=10,
            nozzle_pitch_m=0.04,
            boom_x_m=0.1,
            forget_behind_m=0.3,
            crop_margin_mm=20.0,
            shortest_run_mm=30.0,
            merge_distance_mm=50.0,
        ),
        GROUND,
    )
    assert setup.boom == Boom(10, 0.04, 0.04, 0.1, 0.0)
    assert setup.run_constraints.along_m == 0.02 and setup.run_constraints.shortest_m == 0.03
    assert setup.weed_tracks.merge_distance_m == 0.05
    assert setup.weed_tracks.behind_m == setup.run_constraints.behind_m == pytest.approx(-0.2)
    assert setup.crop_tracks.behind_m == pytest.approx(-0.25)


def test_the_region_of_interest_limits_weeds_and_not_crops() -> None:
    setup = TrackerSetup(PatchTrackerParameters(roi_left=0.25, roi_bottom=0.5), GROUND)
    assert setup.region.part.shape == (20, 30) and setup.image.part.shape == (40, 40)
    whole = TrackerSetup(PatchTrackerParameters(), GROUND)
    assert whole.region is whole.image


def test_a_region_without_pixels_is_refused() -> None:
    with pytest.raises(ParameterError, match='region of interest'):
        TrackerSetup(PatchTrackerParameters(roi_left=0.999), GROUND)
