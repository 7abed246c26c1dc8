# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Shapes of plants from above: the outline and the color of every leaf."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from seg_ros.sim.world.ground_strip import PIXEL_M, Plant

GREENS = {
    'broadleaf': np.array([80, 154, 126], np.float64),
    'rosette': np.array([74, 142, 114], np.float64),
    'grass': np.array([82, 160, 140], np.float64),
    'crop': np.array([76, 138, 104], np.float64),
}
PALING = np.array([1.17, 0.83, 1.1], np.float64)
"""Exponents of the brightness for blue, green and red: brighter leaves are grayer."""

WITHERED = np.array([84, 142, 158], np.float64)
STEM = np.array([84, 128, 120], np.float64)

LEAVES_CACHED = 1024
"""Number of plants with cached leaves, enough for the pieces around the camera."""

_ALONG = np.linspace(0.0, 1.0, 15)
_LEAF = np.sin(np.pi * _ALONG**0.8) ** 0.8
_TONGUE = np.sin(np.pi * _ALONG**1.5) ** 0.7
_GRASS = (1.0 - _ALONG**2.5) ** 0.8
_STEM = np.full(len(_ALONG), 0.025)


@dataclass(frozen=True, eq=False)
class Leaves:
    """
    The leaves and stems of a plant, lowest first; in pixels, (column, row) from its center.

    `left` and `right` are (N, 15, 2) edges from base to tip, `middle` the (N, 15, 2) midribs,
    `colors` is (N, 3) bgr; `rise_px` is the length of their shadows.
    """

    left: np.ndarray
    right: np.ndarray
    middle: np.ndarray
    colors: np.ndarray
    rise_px: float


@dataclass(frozen=True, eq=False)
class _Blade:
    """A leaf or stem of a plant of radius 1, from distance `start` to `stop` of its center."""

    heading: float
    start: float
    stop: float
    width: np.ndarray
    bend: float = 0.0


def leaves_of(plant: Plant) -> Leaves:
    """Return the leaves of a plant; the farthest tip is at half its diameter."""
    return _make_leaves(plant.kind, plant.diameter_m, plant.heading_rad, plant.seed)


@lru_cache(LEAVES_CACHED)
def _make_leaves(kind: str, diameter_m: float, heading_rad: float, seed: int) -> Leaves:
    random = np.random.default_rng(seed)
    blades = _BLADES[kind](random, heading_rad)
    left, right, middle = _outlines(blades)
    farthest = np.sqrt(max((edge**2).sum(axis=2).max() for edge in (left, right)))
    radius_px = diameter_m / PIXEL_M / 2.0
    scale = radius_px / farthest
    return Leaves(
        left * scale,
        right * scale,
        middle * scale,
        _colors(random, kind, blades),
        min(0.12 * radius_px + 0.5, 6.0),
    )


def _outlines(blades: list[_Blade]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    heading, start, stop, bend = np.array(
        [(blade.heading, blade.start, blade.stop, blade.bend) for blade in blades]
    ).T
    angle = heading[:, None] + bend[:, None] * _ALONG
    ahead = np.stack([np.cos(angle), np.sin(angle)], axis=2)
    steps = ahead * ((stop - start) / (len(_ALONG) - 1))[:, None, None]
    steps[:, 1:] = steps[:, :-1]
    steps[:, 0] = ahead[:, 0] * start[:, None]
    middle = np.cumsum(steps, axis=1)
    width = np.array([blade.width for blade in blades])[..., None]
    aside = ahead[..., ::-1] * width * (-1.0, 1.0)
    return middle - aside, middle + aside, middle


def _colors(random: np.random.Generator, kind: str, blades: list[_Blade]) -> np.ndarray:
    green = GREENS[kind] * (1.0 + random.normal(0.0, 0.05, 3))
    brightness = random.lognormal(0.0, 0.15) * random.lognormal(0.0, 0.12, (len(blades), 1))
    age = np.maximum(0.0, random.normal(-0.15, 0.25, (len(blades), 1)))
    colors = (green * (1.0 - age) + WITHERED * age) * brightness**PALING
    colors[[blade.width is _STEM for blade in blades]] = STEM
    return colors


def _leaf_on_stem(heading: float, length: float, slim: float, bend: float) -> list[_Blade]:
    foot = 0.42 * length
    return [
        _Blade(heading, 0.0, foot, _STEM),
        _Blade(heading, foot, length, slim * (length - foot) * _LEAF, bend),
    ]


def _broadleaf(random: np.random.Generator, heading: float) -> list[_Blade]:
    blades, slim = [], random.uniform(0.34, 0.5)
    for pair in range(random.integers(1, 4)):
        length = 1.0 - 0.24 * pair
        for side in (0.0, np.pi):
            turn = heading + side + pair * np.pi / 2.0 + random.normal(0.0, 0.14)
            blades += _leaf_on_stem(
                turn, length * random.uniform(0.85, 1.0), slim, random.normal(0.0, 0.3)
            )
    return blades


def _rosette(random: np.random.Generator, heading: float) -> list[_Blade]:
    count, lobes = random.integers(6, 12), random.uniform(0.0, 0.45)
    toothed = 1.0 - lobes * (np.arange(len(_ALONG)) % 2)
    width = random.uniform(0.14, 0.22) * _TONGUE * toothed + 0.02
    width[-1] = 0.0
    return [
        _Blade(heading + 2.4 * leaf, 0.0, 1.0 - 0.5 * leaf / count, width, bend)
        for leaf, bend in enumerate(random.normal(0.0, 0.35, count))
    ]


def _grass(random: np.random.Generator, heading: float) -> list[_Blade]:
    width, count = random.uniform(0.045, 0.075) * _GRASS, random.integers(3, 9)
    turns = random.uniform(0.0, 2.0 * np.pi, count)
    return [
        _Blade(heading + turn, 0.0, length, width, bend)
        for turn, length, bend in zip(
            turns, random.uniform(0.5, 1.0, count), random.normal(0.0, 0.8, count)
        )
    ]


def _crop(random: np.random.Generator, heading: float) -> list[_Blade]:
    return [
        blade
        for leaf in range(random.integers(5, 9))
        for blade in _leaf_on_stem(
            heading + 2.4 * leaf,
            1.0 - 0.07 * leaf,
            random.uniform(0.38, 0.48),
            random.normal(0.0, 0.25),
        )
    ]


_BLADES = {'broadleaf': _broadleaf, 'rosette': _rosette, 'grass': _grass, 'crop': _crop}
