# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Inspection: the areas of defects against limits in mm²."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Verdict:
    """Whether a part passed, the reason if not, and the largest and the total area."""

    passed: bool
    reason: str
    worst_mm2: float
    total_mm2: float


def verdict(areas_m2: np.ndarray, max_area_mm2: float, max_total_mm2: float) -> Verdict:
    """
    Compare the areas of defects, (N,) m², with the limits; a limit of 0 is not checked.

    An area equal to its limit passes.
    """
    worst_mm2 = float(areas_m2.max(initial=0.0)) * 1e6
    total_mm2 = float(areas_m2.sum()) * 1e6
    reasons = [
        f'{name} {value:.4g} mm2, allowed {limit:.4g} mm2'
        for name, value, limit in (
            ('largest defect', worst_mm2, max_area_mm2),
            ('all defects', total_mm2, max_total_mm2),
        )
        if 0 < limit < value
    ]
    return Verdict(not reasons, '; '.join(reasons), worst_mm2, total_mm2)
