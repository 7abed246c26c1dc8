# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""An endless strip of ground with plants and ground truth, generated piece by piece."""

from functools import lru_cache
from typing import Any, Callable

import cv2
import numpy as np

from seg_ros.sim.world.ground_strip import (
    classes_of,
    Ground,
    PIECE_PX,
    PIXEL_M,
    Plant,
    WorldParameters,
)
from seg_ros.sim.world.noise import smooth_noise
from seg_ros.sim.world.plant_placement import plants_of_piece
from seg_ros.sim.world.plant_rendering import cast_shadows, render_plants
from seg_ros.sim.world.rasterize import draw_owner
from seg_ros.sim.world.soil_rendering import soil_piece

PIECES_CACHED = 12
SHADOW_M = 0.01
"""Largest length of a shadow."""

SKY_LIGHT = np.array([0.52, 0.47, 0.43], np.float32)
"""Share of blue, green and red light in the shadow of tall objects."""


class World:
    """A simulated field; the same parameters give the same field, in any order of access."""

    def __init__(self, parameters: WorldParameters = WorldParameters()) -> None:
        """Start empty: pieces are generated on first use."""
        self.parameters = parameters
        self.width_px = round(parameters.width_m / PIXEL_M)
        self._truth_piece = lru_cache(PIECES_CACHED)(self._make_truth)
        self._piece = lru_cache(PIECES_CACHED)(self._make_piece)

    def ground(self, start_px: int, stop_px: int) -> Ground:
        """Return the rows start..stop of the strip."""
        truth, owners = self.truth(start_px, stop_px)
        pixels, soil = self._stack_pieces(self._piece, start_px, stop_px)
        return Ground(pixels, truth, owners, soil)

    def truth(self, start_px: int, stop_px: int) -> tuple[np.ndarray, np.ndarray]:
        """Return `truth` and `owners` of the rows start..stop without rendering them."""
        return self._stack_pieces(self._truth_piece, start_px, stop_px)

    def plants(self, start_m: float, stop_m: float) -> tuple[Plant, ...]:
        """Return the plants with their center between two positions along the strip."""
        first, last = (int(x_m // (PIECE_PX * PIXEL_M)) for x_m in (start_m, stop_m))
        return tuple(
            plant
            for piece in range(first - 1, last + 2)
            for plant in plants_of_piece(self.parameters, piece)
            if start_m <= plant.x_m < stop_m
        )

    def _stack_pieces(
        self, make_piece: Callable[[int], tuple], start_px: int, stop_px: int
    ) -> tuple[Any, ...]:
        pieces = range(start_px // PIECE_PX, -(-stop_px // PIECE_PX))
        rows = slice(start_px - pieces.start * PIECE_PX, stop_px - pieces.start * PIECE_PX)
        return tuple(
            None if layers[0] is None else np.vstack(layers)[rows]
            for layers in zip(*map(make_piece, pieces))
        )

    def _plants_of(self, piece: int) -> list[Plant]:
        """Return the plants that overlap a piece, larger ones last, which are drawn on top."""
        length_m = PIECE_PX * PIXEL_M
        return sorted(
            (
                plant
                for neighbor in (piece - 1, piece, piece + 1)
                for plant in plants_of_piece(self.parameters, neighbor)
                if abs(plant.x_m - (piece + 0.5) * length_m)
                < length_m / 2.0 + plant.diameter_m / 2.0 + SHADOW_M
            ),
            key=lambda plant: (plant.diameter_m, plant.x_m),
        )

    def _make_truth(self, piece: int) -> tuple[np.ndarray, np.ndarray]:
        owners = np.zeros((PIECE_PX, self.width_px), np.int32)
        for plant in self._plants_of(piece):
            draw_owner(owners, plant, piece * PIECE_PX)
        return classes_of(owners), owners

    def _make_piece(self, piece: int) -> tuple[np.ndarray, np.ndarray | None]:
        parameters, plants = self.parameters, self._plants_of(piece)
        bare = soil_piece(parameters.seed, piece, self.width_px, parameters.straw_per_m2)
        soil = cast_shadows(bare, plants, piece)
        owners = self._truth_piece(piece)[1]
        pixels = render_plants(soil, plants, owners, parameters.seed, piece)
        light = self._light(piece)
        lit = cv2.multiply(pixels, light, dtype=cv2.CV_8U)
        return lit, cv2.multiply(
            soil, light, dtype=cv2.CV_8U
        ) if parameters.canopy_m > 0.0 else None

    def _light(self, piece: int) -> np.ndarray:
        variation = smooth_noise(self.parameters.seed, 'light', piece, self.width_px, 256, 0)
        sun = smooth_noise(self.parameters.seed, 'sun', piece, self.width_px, 256, 0)
        sun += 0.12 * smooth_noise(self.parameters.seed, 'shade edge', piece, self.width_px, 32, 0)
        sun = np.clip(0.5 + 7.0 * (sun + 0.9), 0.0, 1.0)
        level = 1.0 + 0.08 * variation
        sunny = sun * level
        return cv2.merge(
            [cv2.addWeighted(level, float(sky), sunny, float(1.0 - sky), 0.0) for sky in SKY_LIGHT]
        )
