# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The scenes have as many winners as they promise."""

import numpy as np
import pytest

from benchmarks.bench.recipes import decode
from benchmarks.bench.scenes import class_scores, photo


@pytest.mark.parametrize('active', [2, 5, 21])
@pytest.mark.parametrize('cells', [(64, 64), (135, 240)])
def test_so_many_classes_win_somewhere(active, cells):
    scores = class_scores(21, active, cells)
    assert (scores.shape, scores.dtype) == ((21, *cells), np.float32)
    winners, pixels = np.unique(decode(scores, (480, 640)), return_counts=True)
    assert len(winners) == active
    assert pixels.min() > 0.005 * 480 * 640


def test_a_photo_is_bgr():
    pixels = photo(48, 64)
    assert (pixels.shape, pixels.dtype) == ((48, 64, 3), np.uint8)
    assert pixels.std() > 10
