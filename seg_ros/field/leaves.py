# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a plant looks like from above: the outline and the colour of every leaf."""

from dataclasses import dataclass

import numpy as np

from seg_ros.field.strip import PIXEL_M, Plant

GREENS = {
    'broadleaf': np.float64([80, 154, 126]),
    'rosette': np.float64([74, 142, 114]),
    'grass': np.float64([82, 160, 140]),
    'crop': np.float64([76, 138, 104]),
}
PALING = np.float64([1.17, 0.83, 1.1])
"""Brighter leaves are greyer: the powers of brightness that blue, green and red follow."""

WITHERED = np.float64([84, 142, 158])
STEM = np.float64([84, 128, 120])

_ALONG = np.linspace(0.0, 1.0, 15)


@dataclass(frozen=True, eq=False)
class Leaf:
    """
    One leaf or stem in pixels, (column, row) from the plant's centre, and its bgr colour.

    `left` and `right` are (N, 2) margins from foot to tip, `middle` is the (N, 2) midrib;
    `rise_px` is how far its shadow falls.
    """

    left: np.ndarray
    right: np.ndarray
    middle: np.ndarray
    color: np.ndarray
    rise_px: float


def leaves_of(plant: Plant) -> list[Leaf]:
    """Return the leaves of a plant, lowest first; the farthest tip is half a diameter away."""
    random = np.random.default_rng(plant.seed)
    green = GREENS[plant.kind] * (1.0 + random.normal(0.0, 0.05, 3))
    brightness = random.lognormal(0.0, 0.15)
    blades = _BLADES[plant.kind](random, plant.heading_rad)
    reach = max(float(np.hypot(*edge.T).max()) for blade in blades for edge in blade[:2])
    radius_px = plant.diameter_m / PIXEL_M / 2.0
    rise_px = min(0.12 * radius_px + 0.5, 6.0)
    return [
        Leaf(*(line * (radius_px / reach) for line in (left, right, middle)),
             STEM if stem else _aged(random, green, brightness), rise_px)
        for left, right, middle, stem in blades
    ]


def _aged(random: np.random.Generator, green: np.ndarray, brightness: float) -> np.ndarray:
    age = max(0.0, random.normal(-0.15, 0.25))
    color = green * (1.0 - age) + WITHERED * age
    return color * (brightness * random.lognormal(0.0, 0.12)) ** PALING


def _blade(
    heading: float, start: float, stop: float, width: np.ndarray, bend: float = 0.0,
    stem: bool = False,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, bool]:
    turn = heading + bend * _ALONG
    ahead = np.stack([np.cos(turn), np.sin(turn)], axis=1)
    steps = ahead[:-1] * ((stop - start) / (len(_ALONG) - 1))
    foot = start * np.array([np.cos(heading), np.sin(heading)])
    middle = np.vstack([foot, foot + np.cumsum(steps, axis=0)])
    aside = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) * width[:, None]
    return middle - aside, middle + aside, middle, stem


def _leaf_on_stem(heading: float, length: float, slim: float, bend: float) -> list[tuple]:
    foot = 0.42 * length
    width = slim * (length - foot) * np.sin(np.pi * _ALONG ** 0.8) ** 0.8
    return [_blade(heading, 0.0, foot, np.full(len(_ALONG), 0.025), stem=True),
            _blade(heading, foot, length, width, bend)]


def _broadleaf(random: np.random.Generator, heading: float) -> list[tuple]:
    blades, slim = [], random.uniform(0.34, 0.5)
    for pair in range(random.integers(1, 4)):
        length = 1.0 - 0.24 * pair
        for side in (0.0, np.pi):
            turn = heading + side + pair * np.pi / 2.0 + random.normal(0.0, 0.14)
            blades += _leaf_on_stem(turn, length * random.uniform(0.85, 1.0), slim,
                                    random.normal(0.0, 0.3))
    return blades


def _rosette(random: np.random.Generator, heading: float) -> list[tuple]:
    count, lobes = random.integers(6, 12), random.uniform(0.0, 0.45)
    slim = random.uniform(0.14, 0.22)
    toothed = 1.0 - lobes * (np.arange(len(_ALONG)) % 2)
    width = slim * np.sin(np.pi * _ALONG ** 1.5) ** 0.7 * toothed + 0.02
    width[-1] = 0.0
    return [
        _blade(heading + 2.4 * leaf, 0.0, 1.0 - 0.5 * leaf / count, width,
               random.normal(0.0, 0.35))
        for leaf in range(count)
    ]


def _grass(random: np.random.Generator, heading: float) -> list[tuple]:
    width = random.uniform(0.045, 0.075) * (1.0 - _ALONG ** 2.5) ** 0.8
    return [
        _blade(heading + random.uniform(0.0, 2.0 * np.pi), 0.0, random.uniform(0.5, 1.0), width,
               random.normal(0.0, 0.8))
        for _ in range(random.integers(3, 9))
    ]


def _crop(random: np.random.Generator, heading: float) -> list[tuple]:
    blades = []
    for leaf in range(random.integers(5, 9)):
        blades += _leaf_on_stem(heading + 2.4 * leaf, 1.0 - 0.07 * leaf,
                                random.uniform(0.38, 0.48), random.normal(0.0, 0.25))
    return blades


_BLADES = {'broadleaf': _broadleaf, 'rosette': _rosette, 'grass': _grass, 'crop': _crop}
