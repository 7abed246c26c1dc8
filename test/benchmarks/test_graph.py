# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a listener told becomes rates, ages and counts; processes are asked what they cost."""

import json
import os

import numpy as np
import pytest

from benchmarks.performance.graph import cpu_s, received_by, resident_mb


def test_ages_rates_and_counts() -> None:
    pairs = [[10.0 + 0.5 * number, 0.1] for number in range(5) if number != 2]
    received = received_by(json.dumps({'/mask': pairs, '/none': []}))
    assert len(received['/none'].ages_s) == 0
    assert received['/mask'].per_second() == pytest.approx(1.5)
    assert received['/mask'].after(0.9).stamps_s.tolist() == [11.5, 12.0]


def test_a_process_has_computed_and_holds_memory() -> None:
    before_s, before_mb = cpu_s(os.getpid()), resident_mb(os.getpid())
    kept = np.ones(10_000_000)
    while cpu_s(os.getpid()) < before_s + 0.05:
        kept += 1.0
    assert resident_mb(os.getpid()) == pytest.approx(before_mb + 80.0, abs=20.0)
