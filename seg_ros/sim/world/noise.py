# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Seeded noise for a strip that is generated in pieces, continuous between them.

Noise and domes have `margin_px` additional rows on either side, from the seeds of the neighboring
pieces, so that filters have no border effects when the margin is cropped after them.
"""

from zlib import crc32

import cv2
import numpy as np

from seg_ros.sim.world.ground_strip import PIECE_PX

_CUBIC_STEPS = 8


def generator(seed: int, name: str, piece: int) -> np.random.Generator:
    """Return the generator for one purpose (`name`) and piece, always with the same numbers."""
    return np.random.default_rng((seed, crc32(name.encode()), piece % 2**32))


def smooth_noise(
    seed: int, name: str, piece: int, width_px: int, scale_px: int, margin_px: int
) -> np.ndarray:
    """
    Return noise of mean 0 with features `scale_px` wide, (PIECE_PX + 2 * margin, width) float32.

    A lattice of normally distributed numbers is interpolated, first cubic and then linear, which
    is faster. `scale_px` must be a power of 2 up to PIECE_PX, and the margin at most PIECE_PX
    less two lattice cells.
    """
    shape = (PIECE_PX // scale_px, width_px // scale_px + 1)
    lattice = np.vstack(
        [
            generator(seed, name, neighbor).standard_normal(shape, np.float32)
            for neighbor in (piece - 1, piece, piece + 1)
        ]
    )
    used = -(-margin_px // scale_px) + 2
    first = max(shape[0] - used, 0)
    lattice = lattice[first : 2 * shape[0] + used]
    fine_px = max(scale_px // _CUBIC_STEPS, 1)
    for factor, interpolation in (
        (scale_px // fine_px, cv2.INTER_CUBIC),
        (fine_px, cv2.INTER_LINEAR),
    ):
        size = (lattice.shape[1] * factor, lattice.shape[0] * factor)
        lattice = np.asarray(cv2.resize(lattice, size, interpolation=interpolation))
    start = PIECE_PX - first * scale_px - margin_px
    return lattice[start : start + PIECE_PX + 2 * margin_px, :width_px]


def domes(
    seed: int,
    name: str,
    piece: int,
    width_px: int,
    per_1000_px2: float,
    radius_px: float,
    margin_px: int,
    step_px: int = 1,
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return heights in pixels and a random shade 0..1 of lumps on the ground.

    Both are (PIECE_PX + 2 * margin, width) float32. Lumps are hemispheres at random centers with
    lognormal radii (median `radius_px`); the nearest center counts, and the height is 0 between
    them. Large lumps can be computed on every `step_px`-th pixel, which must divide PIECE_PX and
    the margin.
    """
    rows, columns, radii, shades = _scatter(seed, name, piece, width_px, per_1000_px2, radius_px)
    first, last = PIECE_PX - 2 * margin_px, 2 * PIECE_PX + 2 * margin_px
    inside = (rows >= first) & (rows < last)
    rows, columns = (rows[inside] - first) // step_px, columns[inside] // step_px
    far = np.ones(((last - first) // step_px, -(-width_px // step_px)), np.uint8)
    far[rows, columns] = 0
    distance, owner = cv2.distanceTransformWithLabels(
        far, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    lumps = np.zeros((int(owner.max()) + 1, 2), np.float32)
    lumps[owner[rows, columns]] = np.stack([radii[inside] / step_px, shades[inside]], axis=1)
    radius, shade = cv2.split(lumps.take(np.asarray(owner, np.int32), axis=0))
    height = cv2.sqrt(np.maximum(radius**2 - distance**2, 0.0)) * step_px
    if step_px > 1:
        size = (height.shape[1] * step_px, height.shape[0] * step_px)
        height = cv2.resize(height, size, interpolation=cv2.INTER_LINEAR)
        shade = cv2.resize(shade, size, interpolation=cv2.INTER_NEAREST)
    cropped = np.s_[margin_px : PIECE_PX + 3 * margin_px, :width_px]
    return height[cropped], shade[cropped]


def _scatter(
    seed: int, name: str, piece: int, width_px: int, per_1000_px2: float, radius_px: float
) -> tuple[np.ndarray, ...]:
    parts = []
    count = int(per_1000_px2 * PIECE_PX * width_px / 1000.0)
    for index, neighbor in enumerate((piece - 1, piece, piece + 1)):
        random = generator(seed, name, neighbor)
        rows = random.integers(index * PIECE_PX, (index + 1) * PIECE_PX, count)
        columns = random.integers(0, width_px, count)
        radii = radius_px * random.lognormal(0.0, 0.45, count)
        parts.append((rows, columns, radii, random.random(count)))
    return tuple(np.concatenate(column) for column in zip(*parts))
