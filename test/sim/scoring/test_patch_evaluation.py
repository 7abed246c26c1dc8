# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Identity, position and area of patches compared with ground truth."""

from types import SimpleNamespace

import numpy as np
import pytest

from seg_ros.datatypes import Patches, REMEMBERED
from seg_ros.geometry.ground_view import scale_map
from seg_ros.parameters import PatchTrackerParameters
from seg_ros.sim.scoring.patch_evaluation import PatchEvaluation, PatchFigures
from seg_ros.sim.world.ground_strip import WEED

LARGE_M, SMALL_M = (0.1195, 0.0005), (0.1795, 0.0505)
"""Centers along the strip and to the left of its middle, which is column 100."""


class Plot:
    """A strip 200 px wide with a weed of 16 cm2 and one of 1 cm2."""

    @staticmethod
    def truth(start_px: int, stop_px: int) -> tuple[np.ndarray, None]:
        """Return the ground truth of the rows."""
        truth = np.zeros((10_000, 200), np.uint8)
        truth[5100:5140, 80:120] = truth[5175:5185, 45:55] = WEED
        return truth[start_px + 5000 : stop_px + 5000], None


def make_evaluation() -> PatchEvaluation:
    """Return an evaluation for a view of x 0 to 200 mm, y -100 to 100 mm with 1 mm pixels."""
    return PatchEvaluation(
        SimpleNamespace(
            world=SimpleNamespace(truth=Plot.truth, parameters=SimpleNamespace(width_m=0.2)),
            camera=SimpleNamespace(ground=scale_map(0.001, 200, 200, x_m=0.1)),
            tracker_parameters=PatchTrackerParameters(),
        )
    )


def reported(
    *patches: tuple[int, tuple[float, float], float], position_m: float = 0.0, flags: int = 0
) -> Patches:
    """Return patches of (id, center on the strip, area) relative to a track position."""
    count = len(patches)
    ids, centers_m, areas_m2 = zip(*patches) if patches else ((), np.zeros((0, 2)), ())
    return Patches(
        np.array(ids, np.uint32),
        np.array(centers_m) - (position_m, 0.0),
        np.zeros((count, 2)),
        np.array(areas_m2, float),
        np.zeros(count, np.uint8),
        np.ones(count),
        np.zeros((count, 2), np.int16),
        np.zeros((count, 4), np.int32),
        np.zeros(count),
        np.full(count, flags, np.uint8),
    )


GOOD = (7, LARGE_M, 16e-4), (8, SMALL_M, 1e-4)


def figures(*frames: tuple, position_m: float = 0.0) -> PatchFigures:
    """Return the figures of frames 1 cm apart with the same patches."""
    evaluation = make_evaluation()
    for number, patches in enumerate(frames):
        place_m = position_m + 0.01 * number
        evaluation.add_frame(place_m, reported(*patches, position_m=place_m))
    return evaluation.figures()


@pytest.mark.parametrize(
    'frames, single',
    [
        ([GOOD, GOOD], 1.0),
        ([GOOD, ((7, LARGE_M, 16e-4), (9, SMALL_M, 1e-4))], 0.5),  # another id later
        ([GOOD, ((8, LARGE_M, 16e-4), (7, SMALL_M, 1e-4))], 0.0),  # ids that changed places
        ([GOOD, ((7, LARGE_M, 16e-4),)], 0.5),  # not told of once
        ([((7, LARGE_M, 16e-4), (7, SMALL_M, 1e-4))], 0.0),  # one id for both
        ([((7, LARGE_M, 16e-4), (8, (0.18, 0.02), 1e-4))], 0.5),  # too far away
        ([()], 0.0),
    ],
)
def test_one_id_per_patch(frames: list[tuple], single: float) -> None:
    found = figures(*frames)
    assert (found.one_id_per_patch, found.regions) == (single, 2)


def test_errors_are_those_of_patches_of_ten_square_centimeters_and_more() -> None:
    found = figures(((7, (0.1225, 0.0045), 15.2e-4), (8, SMALL_M, 3e-4)))
    assert found.area_error_p95 == pytest.approx(0.05)
    assert found.centre_error_p95_m == pytest.approx(0.005)
    assert found.measured == 1.0
    assert figures(((8, SMALL_M, 1e-4),)).measured == 0.0


@pytest.mark.parametrize('position_m, regions', [(0.0, 2), (0.09, 2), (0.1, 1), (-0.1, 0)])
def test_only_completely_visible_regions_are_evaluated(position_m: float, regions: int) -> None:
    assert figures(GOOD, position_m=position_m).regions == regions


def test_remembered_patches_are_not_evaluated() -> None:
    evaluation = make_evaluation()
    evaluation.add_frame(0.0, reported(*GOOD, flags=REMEMBERED))
    assert evaluation.figures().one_id_per_patch == 0.0


def test_figures_are_available_at_any_time() -> None:
    evaluation = make_evaluation()
    evaluation.add_frame(0.0, reported(*GOOD))
    assert evaluation.figures() == evaluation.figures()
    evaluation.add_frame(0.01, reported(*GOOD, position_m=0.01))
    assert (evaluation.figures().one_id_per_patch, evaluation.figures().regions) == (1.0, 2)


def test_figures_without_visible_regions() -> None:
    assert make_evaluation().figures().regions == 0
