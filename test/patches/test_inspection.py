# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Verdicts on defects of 2 and 3 mm²."""

import numpy as np
import pytest

from seg_ros.patches.inspection import verdict

DEFECTS_M2 = np.array([2e-6, 3e-6])


@pytest.mark.parametrize(
    'max_area_mm2, max_total_mm2, passed, reason',
    [
        (0.0, 0.0, True, ''),
        (3.1, 5.1, True, ''),
        (2.9, 0.0, False, 'largest defect 3 mm2, allowed 2.9 mm2'),
        (0.0, 4.5, False, 'all defects 5 mm2, allowed 4.5 mm2'),
        (1.0, 1.0, False, 'largest defect 3 mm2, allowed 1 mm2; all defects 5 mm2, allowed 1 mm2'),
    ],
)
def test_verdict(max_area_mm2, max_total_mm2, passed, reason) -> None:
    judged = verdict(DEFECTS_M2, max_area_mm2, max_total_mm2)
    assert (judged.passed, judged.reason) == (passed, reason)
    assert (judged.worst_mm2, judged.total_mm2) == pytest.approx((3.0, 5.0))


def test_nothing_wrong() -> None:
    judged = verdict(np.zeros(0), 1.0, 1.0)
    assert judged.passed and judged.worst_mm2 == judged.total_mm2 == 0.0
