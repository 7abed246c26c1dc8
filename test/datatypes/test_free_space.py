# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The data types of free space refuse what they cannot be."""

import numpy as np
import pytest

from seg_ros.datatypes import FreeGrid, FreeScan


def test_a_scan_knows_its_angles() -> None:
    scan = FreeScan(np.zeros(8, np.float32), 0.1, 8.0)
    assert scan.angle_step_rad == pytest.approx(np.pi / 4)


@pytest.mark.parametrize(
    'make, pattern',
    [
        (lambda: FreeScan(np.zeros(8), 0.1, 8.0), r'\(N,\) float32, got \(8,\) float64'),
        (lambda: FreeScan(np.zeros((2, 4), np.float32), 0.1, 8.0), r'got \(2, 4\)'),
        (lambda: FreeGrid(np.zeros((2, 4)), 0.1, 0.0, 0.0), r'int8, got \(2, 4\) float64'),
        (lambda: FreeGrid(np.zeros(4, np.int8), 0.1, 0.0, 0.0), r'got \(4,\)'),
    ],
)
def test_wrong_shapes_are_refused(make, pattern: str) -> None:
    with pytest.raises(ValueError, match=pattern):
        make()
