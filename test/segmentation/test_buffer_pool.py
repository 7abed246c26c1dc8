# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What was asked for once is there again."""

import numpy as np

from seg_ros.segmentation.buffer_pool import BufferPool


def test_memory_is_kept_as_long_as_it_suffices() -> None:
    shelf = BufferPool()
    large = shelf.take('wins', (4, 6), np.uint8)
    small = shelf.take('wins', (2, 3), np.uint8)
    assert small.shape == (2, 3) and np.shares_memory(large, small)
    larger = shelf.take('wins', (5, 6), np.uint8)
    assert larger.shape == (5, 6) and not np.shares_memory(large, larger)


def test_names_and_types_are_kept_apart() -> None:
    shelf = BufferPool()
    wins, scores = shelf.take('wins', (8,), np.uint8), shelf.take('scores', (8,), np.uint8)
    assert not np.shares_memory(wins, scores)
    assert shelf.take('wins', (8,), np.float32).dtype == np.float32
