# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""
Seeded randomness for a strip that is made in pieces, without a seam between them.

Noise and domes have `margin_px` rows more than the piece on either side, made from the
neighbours' own seeds, so that filters may run over the seam and the margin be cut off after them.
"""

from zlib import crc32

import cv2
import numpy as np

from seg_ros.field.strip import PIECE_PX


def generator(seed: int, name: str, piece: int) -> np.random.Generator:
    """Return the random numbers of one aspect (`name`) of one piece, the same every time."""
    return np.random.default_rng((seed, crc32(name.encode()), piece % 2**32))


def smooth_noise(
    seed: int, name: str, piece: int, width_px: int, scale_px: int, margin_px: int
) -> np.ndarray:
    """
    Return noise of mean 0 with features `scale_px` wide, (PIECE_PX + 2 * margin, width) float32.

    A lattice of normal numbers is interpolated; `scale_px` must divide PIECE_PX, and the margin
    must be no more than PIECE_PX less two lattice cells.
    """
    shape = (PIECE_PX // scale_px, width_px // scale_px + 1)
    lattice = np.vstack([
        generator(seed, name, neighbour).standard_normal(shape, np.float32)
        for neighbour in (piece - 1, piece, piece + 1)
    ])
    used = -(-margin_px // scale_px) + 2
    first = max(shape[0] - used, 0)
    lattice = lattice[first:2 * shape[0] + used]
    size = (lattice.shape[1] * scale_px, lattice.shape[0] * scale_px)
    noise = cv2.resize(lattice, size, interpolation=cv2.INTER_CUBIC)
    start = PIECE_PX - first * scale_px - margin_px
    return noise[start:start + PIECE_PX + 2 * margin_px, :width_px]


def domes(
    seed: int, name: str, piece: int, width_px: int, per_1000_px2: float, radius_px: float,
    margin_px: int,
) -> tuple[np.ndarray, np.ndarray]:
    """
    Return heights in pixels and a shade 0..1 per dome: ground strewn with lumps.

    Both are (PIECE_PX + 2 * margin, width) float32. Lumps are half balls on a random scatter of
    centres, lognormal in radius (median `radius_px`), cut where they meet; height 0 is between.
    """
    rows, columns, radii, shades = _scatter(seed, name, piece, width_px, per_1000_px2, radius_px)
    inside = (rows >= PIECE_PX - 2 * margin_px) & (rows < 2 * PIECE_PX + 2 * margin_px)
    rows, columns = rows[inside] - (PIECE_PX - 2 * margin_px), columns[inside]
    far = np.ones((PIECE_PX + 4 * margin_px, width_px), np.uint8)
    far[rows, columns] = 0
    distance, owner = cv2.distanceTransformWithLabels(
        far, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    radius = np.zeros(int(owner.max()) + 1, np.float32)
    shade = np.zeros_like(radius)
    radius[owner[rows, columns]] = radii[inside]
    shade[owner[rows, columns]] = shades[inside]
    kept = slice(margin_px, margin_px + PIECE_PX + 2 * margin_px)
    distance, owner = distance[kept], owner[kept]
    squared = radius[owner] ** 2 - distance ** 2
    return np.sqrt(np.maximum(squared, 0.0)), shade[owner]


def _scatter(
    seed: int, name: str, piece: int, width_px: int, per_1000_px2: float, radius_px: float
) -> tuple[np.ndarray, ...]:
    parts = []
    count = int(per_1000_px2 * PIECE_PX * width_px / 1000.0)
    for place, neighbour in enumerate((piece - 1, piece, piece + 1)):
        random = generator(seed, name, neighbour)
        rows = random.integers(place * PIECE_PX, (place + 1) * PIECE_PX, count)
        columns = random.integers(0, width_px, count)
        radii = radius_px * random.lognormal(0.0, 0.45, count)
        parts.append((rows, columns, radii, random.random(count)))
    return tuple(np.concatenate(column) for column in zip(*parts))
