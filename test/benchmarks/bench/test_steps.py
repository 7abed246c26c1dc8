# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The steps are measured on outputs that are right."""

import numpy as np
import pytest

from benchmarks.bench import steps
from benchmarks.bench.recipes import decode
from benchmarks.bench.scenes import class_scores


@pytest.mark.parametrize('active', [steps.ACTIVE, steps.CLASSES])
def test_decoding_gives_what_the_recipe_gives(active):
    scores = class_scores(steps.CLASSES, active, (15, 20))
    assert np.array_equal(steps.Decoding((15, 20), (120, 160))(scores), decode(scores, (120, 160)))


def test_no_pixel_differs():
    assert steps.decode_pixels_differ().highest == 0


def test_extra_memory_is_less_than_all_scores_at_full_size():
    extra = steps.decode_extra_mb().median
    assert 0 < extra < 21 * 1920 * 1080 * 4e-6
