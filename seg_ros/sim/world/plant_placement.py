# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Positions of plants: the list for each piece of the strip, at the density of the parameters."""

from functools import lru_cache
from math import ceil, exp, log, log1p, pi
from statistics import NormalDist

import cv2
import numpy as np

from seg_ros.errors import ParameterError
from seg_ros.sim.world.ground_strip import (
    MOST_PLANTS,
    PIECE_PX,
    PIXEL_M,
    Plant,
    plant_number,
    WorldParameters,
)
from seg_ros.sim.world.noise import generator
from seg_ros.sim.world.rasterize import covered_px, draw_owner

WEED_KINDS = ('broadleaf', 'rosette', 'grass')
SMALLEST_M, LARGEST_M = 0.01, 0.25
SMALLEST_PX = 100
"""A weed covers 1 cm2 or more: smaller ones are not sprayed."""

PIECES_KEPT = 64
_PIECE_M = PIECE_PX * PIXEL_M
_SAMPLE, _ROW = 900, 240


@lru_cache(PIECES_KEPT)
def plants_of_piece(plan: WorldParameters, piece: int) -> tuple[Plant, ...]:
    """Return the plants of one piece of the strip; a crop may stand just beside it."""
    return (*_weeds(plan, piece), *_crops(plan, piece))


def _weeds(plan: WorldParameters, piece: int) -> list[Plant]:
    """
    Return weeds that cover the share asked for where no crop stands above them.

    Discs strewn at random leave exp(-density * mean area) of the ground bare. Diameters are
    drawn from equal shares of their distribution, so that few plants are as varied as many.
    """
    if plan.weed_cover == 0.0:
        return []
    share = plan.weed_cover / (1.0 - plan.crop_cover)
    density = -log1p(-share) / _mean_weed_m2(plan.weed_median_m, plan.weed_sigma)
    random = generator(plan.seed, 'weeds', piece)
    count = int(density * _PIECE_M * plan.width_m + random.random())
    if count > MOST_PLANTS:
        raise ParameterError(
            f'weed_cover of a field must be lower for weeds this small, got {plan.weed_cover}'
        )
    return [_weed(plan, random, piece, index, count) for index in range(count)]


def _weed(
    plan: WorldParameters, random: np.random.Generator, piece: int, index: int, count: int
) -> Plant:
    sizes = NormalDist(log(plan.weed_median_m), plan.weed_sigma or 1e-6)
    low, high = (sizes.cdf(log(bound)) for bound in (SMALLEST_M, LARGEST_M))
    share = (index + random.random()) / count
    while True:
        weed = Plant(
            x_m=(piece + random.random()) * _PIECE_M,
            y_m=random.random() * plan.width_m,
            diameter_m=exp(sizes.inv_cdf(low + share * (high - low))),
            kind=WEED_KINDS[random.integers(len(WEED_KINDS))],
            heading_rad=random.uniform(0.0, 2.0 * pi),
            seed=int(random.integers(2**32)),
            number=plant_number(piece, False, index),
        )
        if covered_px(weed) >= SMALLEST_PX:
            return weed
        share = random.random()


@lru_cache(PIECES_KEPT)
def _mean_weed_m2(median_m: float, sigma: float) -> float:
    plan, random = (
        WorldParameters(weed_median_m=median_m, weed_sigma=sigma),
        generator(0, 'sample', 0),
    )
    weeds = (_weed(plan, random, 0, index, _SAMPLE) for index in range(_SAMPLE))
    return sum(map(covered_px, weeds)) / _SAMPLE * PIXEL_M**2


def _crops(plan: WorldParameters, piece: int) -> list[Plant]:
    if plan.crop_cover == 0.0:
        return []
    rows = max(round(plan.width_m / plan.row_spacing_m), 1)
    middle_m = (plan.width_m - (rows - 1) * plan.row_spacing_m) / 2.0
    pitch_m = _crop_pitch_m(plan.crop_cover * plan.width_m / rows)
    first, last = (ceil(edge * _PIECE_M / pitch_m) for edge in (piece, piece + 1))
    random = generator(plan.seed, 'crops', piece)
    places = [
        (place * pitch_m, middle_m + row * plan.row_spacing_m)
        for place in range(first, last)
        for row in range(rows)
    ]
    return [
        _crop(random, *place, plant_number(piece, True, index))
        for index, place in enumerate(places)
    ]


def _crop(random: np.random.Generator, x_m: float, y_m: float, number: int) -> Plant:
    return Plant(
        x_m=x_m + random.normal(0.0, 0.012),
        y_m=y_m + random.normal(0.0, 0.008),
        diameter_m=float(np.clip(random.normal(0.14, 0.025), 0.06, 0.22)),
        kind='crop',
        heading_rad=random.uniform(0.0, 2.0 * pi),
        seed=int(random.integers(2**32)),
        number=number,
    )


@lru_cache(PIECES_KEPT)
def _crop_pitch_m(covered_m: float) -> float:
    """Return the way from crop to crop in a row that covers so many square meters a metre."""
    pitch_m = 0.15
    for _ in range(5):
        random = generator(0, 'row', 0)
        owners = np.zeros((round(_ROW * pitch_m / PIXEL_M), 300), np.uint8)
        for place in range(_ROW):
            draw_owner(owners, _crop(random, place * pitch_m, 0.15, 1), 0)
        pitch_m = cv2.countNonZero(owners) * PIXEL_M**2 / _ROW / covered_m
        if pitch_m < 0.02:
            raise ParameterError('crop_cover of a field must be lower for rows this far apart')
    return pitch_m
