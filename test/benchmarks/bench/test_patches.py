# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The patches that are measured are as many and as large as they are said to be."""

import numpy as np

from benchmarks.bench import patches
from benchmarks.bench.steps import VGA
from seg_ros.patches.components import connected_components
from seg_ros.patches.region_of_interest import region_of_interest


def test_a_thousand_discs_cover_some_percent() -> None:
    mask, view = patches.weeds(patches.PATCHES, VGA), region_of_interest(patches.flat_ground(VGA))
    located, spans = patches.measured(connected_components(mask, view, 0.0), view)
    assert len(located.areas_m2) == len(spans) == patches.PATCHES
    assert 0.05 < np.count_nonzero(mask) / mask.size < 0.1
    assert 0 < np.count_nonzero(spans[:, 0] >= 0) < patches.PATCHES


def test_figures_are_reported() -> None:
    assert 0 < patches.patch_statistics_over_cc(1).median
    assert 0 < patches.patch_points_over_cc(1).median
