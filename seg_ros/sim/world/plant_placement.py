# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Random plants for each piece of the strip, with the cover of the parameters."""

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
"""Smallest area of a weed, 1 cm2: smaller ones are not sprayed."""

PIECES_CACHED = 64
_PIECE_M = PIECE_PX * PIXEL_M
_SAMPLE, _ROW = 900, 240


@lru_cache(PIECES_CACHED)
def plants_of_piece(parameters: WorldParameters, piece: int) -> tuple[Plant, ...]:
    """Return the plants of one piece of the strip; a crop may be slightly outside."""
    return (*_weeds(parameters, piece), *_crops(parameters, piece))


def _weeds(parameters: WorldParameters, piece: int) -> list[Plant]:
    """
    Return weeds with the requested cover where they are not below crops.

    Randomly placed discs leave exp(-density * mean area) of the ground bare. Diameters are
    stratified samples of their distribution, so that few plants represent it as well as many.
    """
    if parameters.weed_cover == 0.0:
        return []
    share = parameters.weed_cover / (1.0 - parameters.crop_cover)
    density = -log1p(-share) / _mean_weed_m2(parameters.weed_median_m, parameters.weed_sigma)
    random = generator(parameters.seed, 'weeds', piece)
    count = int(density * _PIECE_M * parameters.width_m + random.random())
    if count > MOST_PLANTS:
        raise ParameterError(
            f'weed_cover of the simulated field must be lower for weeds this small, '
            f'got {parameters.weed_cover}'
        )
    return [_weed(parameters, random, piece, index, count) for index in range(count)]


def _weed(
    parameters: WorldParameters, random: np.random.Generator, piece: int, index: int, count: int
) -> Plant:
    sizes = NormalDist(log(parameters.weed_median_m), parameters.weed_sigma or 1e-6)
    low, high = (sizes.cdf(log(bound)) for bound in (SMALLEST_M, LARGEST_M))
    share = (index + random.random()) / count
    while True:
        weed = Plant(
            x_m=(piece + random.random()) * _PIECE_M,
            y_m=random.random() * parameters.width_m,
            diameter_m=exp(sizes.inv_cdf(low + share * (high - low))),
            kind=WEED_KINDS[random.integers(len(WEED_KINDS))],
            heading_rad=random.uniform(0.0, 2.0 * pi),
            seed=int(random.integers(2**32)),
            number=plant_number(piece, False, index),
        )
        if covered_px(weed) >= SMALLEST_PX:
            return weed
        share = random.random()


@lru_cache(PIECES_CACHED)
def _mean_weed_m2(median_m: float, sigma: float) -> float:
    parameters, random = (
        WorldParameters(weed_median_m=median_m, weed_sigma=sigma),
        generator(0, 'sample', 0),
    )
    weeds = (_weed(parameters, random, 0, index, _SAMPLE) for index in range(_SAMPLE))
    return sum(map(covered_px, weeds)) / _SAMPLE * PIXEL_M**2


def _crops(parameters: WorldParameters, piece: int) -> list[Plant]:
    if parameters.crop_cover == 0.0:
        return []
    rows = max(round(parameters.width_m / parameters.row_spacing_m), 1)
    middle_m = (parameters.width_m - (rows - 1) * parameters.row_spacing_m) / 2.0
    pitch_m = _crop_pitch_m(parameters.crop_cover * parameters.width_m / rows)
    first, last = (ceil(edge * _PIECE_M / pitch_m) for edge in (piece, piece + 1))
    random = generator(parameters.seed, 'crops', piece)
    positions = [
        (number * pitch_m, middle_m + row * parameters.row_spacing_m)
        for number in range(first, last)
        for row in range(rows)
    ]
    return [
        _crop(random, *position, plant_number(piece, True, index))
        for index, position in enumerate(positions)
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


@lru_cache(PIECES_CACHED)
def _crop_pitch_m(covered_m: float) -> float:
    """Return the distance between crops of a row that covers `covered_m` m2 per meter."""
    pitch_m = 0.15
    for _ in range(5):
        random = generator(0, 'row', 0)
        owners = np.zeros((round(_ROW * pitch_m / PIXEL_M), 300), np.uint8)
        for number in range(_ROW):
            draw_owner(owners, _crop(random, number * pitch_m, 0.15, 1), 0)
        pitch_m = cv2.countNonZero(owners) * PIXEL_M**2 / _ROW / covered_m
        if pitch_m < 0.02:
            raise ParameterError(
                'crop_cover of the simulated field must be lower for rows this far apart'
            )
    return pitch_m
