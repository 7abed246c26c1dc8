# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What grows where: the list of plants of each piece of the strip."""

import numpy as np

from seg_ros.field.noise import generator
from seg_ros.field.strip import FieldPlan, PIECE_PX, PIXEL_M, Plant

WEED_KINDS = ('broadleaf', 'rosette', 'grass')


def plants_of_piece(plan: FieldPlan, piece: int) -> tuple[Plant, ...]:
    """Return the plants sown on one piece of the strip; a crop may stand just beside it."""
    return (*_weeds(plan, piece), *_crops(plan, piece))


def _weeds(plan: FieldPlan, piece: int) -> list[Plant]:
    random = generator(plan.seed, 'weeds', piece)
    length_m = PIECE_PX * PIXEL_M
    count = random.poisson(plan.weeds_per_m2 * length_m * plan.width_m)
    return [
        Plant(
            x_m=(piece + random.random()) * length_m,
            y_m=random.random() * plan.width_m,
            diameter_m=_diameter(random, plan),
            kind=WEED_KINDS[random.integers(len(WEED_KINDS))],
            heading_rad=random.uniform(0.0, 2.0 * np.pi),
            seed=int(random.integers(2**32)),
        )
        for _ in range(count)
    ]


def _diameter(random: np.random.Generator, plan: FieldPlan) -> float:
    while True:
        diameter = random.lognormal(np.log(plan.weed_median_m), plan.weed_sigma)
        if 0.01 <= diameter <= 0.25:
            return diameter


def _crops(plan: FieldPlan, piece: int) -> list[Plant]:
    if plan.row_spacing_m == 0.0:
        return []
    random = generator(plan.seed, 'crops', piece)
    start_m, stop_m = np.float64([piece, piece + 1]) * PIECE_PX * PIXEL_M
    first, last = (int(np.ceil(x / plan.crop_pitch_m)) for x in (start_m, stop_m))
    rows = int((plan.width_m - 1e-9) / plan.row_spacing_m) + 1
    middle = (plan.width_m - (rows - 1) * plan.row_spacing_m) / 2.0
    return [
        Plant(
            x_m=place * plan.crop_pitch_m + random.normal(0.0, 0.012),
            y_m=middle + row * plan.row_spacing_m + random.normal(0.0, 0.008),
            diameter_m=float(np.clip(random.normal(0.14, 0.025), 0.06, 0.22)),
            kind='crop',
            heading_rad=random.uniform(0.0, 2.0 * np.pi),
            seed=int(random.integers(2**32)),
        )
        for place in range(first, last) for row in range(rows)
    ]
