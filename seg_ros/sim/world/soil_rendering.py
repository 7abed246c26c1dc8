# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Bare ground: crumbs, clods, stones and straw, damp and mossy areas, with shading."""

import cv2
import numpy as np

from seg_ros.sim.world.ground_strip import PIECE_PX, SUN
from seg_ros.sim.world.noise import domes, generator, smooth_noise

MARGIN_PX = 32

PALING = np.array([1.05, 1.0, 0.95], np.float32)
"""Exponents of the brightness for blue, green and red: brighter soil is grayer."""

EARTH = np.array([81, 95, 119], np.float32)
TONE = np.array([0.035, 0.01, -0.02], np.float32)
"""Variation of the color of soil along the strip, per channel."""

STONE = np.array([112, 126, 140], np.float32)
MOSS = np.array([46, 70, 72], np.float32)
STRAW = np.array([112, 152, 178], np.float32)


def soil_piece(seed: int, piece: int, width_px: int, straw_per_m2: float) -> np.ndarray:
    """
    Return one piece of bare ground, (PIECE_PX, width, 3) uint8 bgr.

    Channels are processed as separate planes, which is several times faster.
    """
    height, *albedo = _crumple(seed, piece, *_relief(seed, piece, width_px))
    damp = smooth_noise(seed, 'damp', piece, width_px, 128, MARGIN_PX)
    moss = smooth_noise(seed, 'moss', piece, width_px, 64, MARGIN_PX)
    moss += 0.6 * smooth_noise(seed, 'moss edge', piece, width_px, 16, MARGIN_PX)
    moss = np.clip((moss - 1.1) * 1.2, 0.0, 0.7)
    brightness = cv2.log(_shading(height) * np.maximum(1.0 + 0.15 * damp, 0.1))
    planes = (
        cv2.multiply(plane + (mossy - plane) * moss, cv2.exp(paling * brightness), dtype=cv2.CV_8U)
        for plane, mossy, paling in zip(albedo, MOSS, PALING)
    )
    ground = cv2.merge([plane[MARGIN_PX:-MARGIN_PX] for plane in planes])
    _strew(ground, seed, piece, straw_per_m2)
    return ground


def _relief(seed: int, piece: int, width_px: int) -> list[np.ndarray]:
    """Return the height, and the albedo in blue, green and red."""
    crumbs, crumb_shade = domes(seed, 'crumbs', piece, width_px, 26.0, 2.6, MARGIN_PX)
    clods, clod_shade = domes(seed, 'clods', piece, width_px, 0.7, 7.5, MARGIN_PX, 2)
    stones, stone_shade = domes(seed, 'stones', piece, width_px, 0.035, 8.0, MARGIN_PX, 2)
    rough = smooth_noise(seed, 'rough', piece, width_px, 4, MARGIN_PX)
    rough += 0.5 * smooth_noise(seed, 'fine', piece, width_px, 2, MARGIN_PX)
    swell = smooth_noise(seed, 'swell', piece, width_px, 64, MARGIN_PX)
    tone = smooth_noise(seed, 'tone', piece, width_px, 32, MARGIN_PX)
    shade = 0.86 + 0.2 * crumb_shade + 0.16 * clod_shade * (clods > 0) + 0.06 * rough
    stony = (stones > 0).view(np.uint8)
    stone_shade = 0.65 + 0.5 * stone_shade + 0.05 * rough
    drift = shade * tone
    albedo = [
        cv2.copyTo(
            stone * stone_shade,
            stony,
            cv2.addWeighted(shade, float(earth), drift, float(earth * share), 0.0),
        )
        for stone, earth, share in zip(STONE, EARTH, TONE)
    ]
    height = np.maximum(crumbs * np.float32(0.8), clods) + 0.5 * rough
    return [np.maximum(height, stones) + 6.0 * swell, *albedo]


def _crumple(seed: int, piece: int, *layers: np.ndarray) -> list[np.ndarray]:
    rows, width_px = layers[0].shape
    across, along = (
        1.6 * smooth_noise(seed, f'crumple {axis}', piece, width_px, 16, MARGIN_PX)
        + 4.0 * smooth_noise(seed, f'bend {axis}', piece, width_px, 64, MARGIN_PX)
        for axis in ('across', 'along')
    )
    across += np.arange(width_px, dtype=np.float32)
    along += np.arange(rows, dtype=np.float32)[:, None]
    maps = cv2.convertMaps(across, along, cv2.CV_16SC2)
    return [
        cv2.remap(layer, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
        for layer in layers
    ]


def _shading(height: np.ndarray) -> np.ndarray:
    height = cv2.GaussianBlur(height, (0, 0), 0.9)
    slope = -SUN[0] * cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=0.125)
    slope -= SUN[1] * cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=0.125)
    hollow = height - cv2.GaussianBlur(height, (0, 0), 5.0)
    return np.clip(1.0 + 0.5 * np.tanh(slope) + 0.1 * hollow, 0.15, 1.9)


def _strew(ground: np.ndarray, seed: int, piece: int, straw_per_m2: float) -> None:
    area_m2 = PIECE_PX * ground.shape[1] * 1e-6
    for neighbor in (piece - 1, piece, piece + 1):
        random = generator(seed, 'straw', neighbor)
        for _ in range(random.poisson(straw_per_m2 * area_m2)):
            start = random.uniform((0, 0), (ground.shape[1], PIECE_PX))
            start[1] += (neighbor - piece) * PIECE_PX
            turn = random.uniform(0.0, 2.0 * np.pi) + np.linspace(0.0, random.normal(0, 0.3), 6)
            steps = random.lognormal(np.log(6.0), 0.6) * np.stack([np.cos(turn), np.sin(turn)], 1)
            stalk = np.round(16.0 * (start + np.cumsum(steps, axis=0))).astype(np.int32)
            color = STRAW * random.uniform(0.55, 1.15)
            thick = int(random.integers(1, 4))
            shadow = stalk - np.round(32.0 * np.array(SUN, np.float64)).astype(np.int32)
            cv2.polylines(ground, [shadow], False, (0.35 * EARTH).tolist(), thick, cv2.LINE_AA, 4)
            cv2.polylines(ground, [stalk], False, color.tolist(), thick, cv2.LINE_AA, 4)
