# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A buffer is reused while its name and dtype stay and its size suffices."""

import numpy as np

from seg_ros.segmentation.buffer_pool import BufferPool


def test_a_buffer_is_reused_while_it_is_large_enough() -> None:
    pool = BufferPool()
    large = pool.get_buffer('wins', (4, 6), np.uint8)
    small = pool.get_buffer('wins', (2, 3), np.uint8)
    assert small.shape == (2, 3) and np.shares_memory(large, small)
    larger = pool.get_buffer('wins', (5, 6), np.uint8)
    assert larger.shape == (5, 6) and not np.shares_memory(large, larger)


def test_names_and_dtypes_have_buffers_of_their_own() -> None:
    pool = BufferPool()
    wins, scores = (
        pool.get_buffer('wins', (8,), np.uint8),
        pool.get_buffer('scores', (8,), np.uint8),
    )
    assert not np.shares_memory(wins, scores)
    assert pool.get_buffer('wins', (8,), np.float32).dtype == np.float32
