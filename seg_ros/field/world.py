# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""An endless strip of field with known truth, made piece by piece as someone looks at it."""

from functools import lru_cache

import numpy as np

from seg_ros.field.noise import smooth_noise
from seg_ros.field.paint import paint_plants
from seg_ros.field.soil import soil_piece
from seg_ros.field.sowing import plants_of_piece
from seg_ros.field.strip import FieldPlan, Ground, PIECE_PX, PIXEL_M, Plant

PIECES_KEPT = 6
SKY_LIGHT = np.float32([0.52, 0.47, 0.43])
"""What is left of blue, green and red light in the shadow of something tall."""


class FieldWorld:
    """A field that is the same for the same plan, wherever and in whatever order it is seen."""

    def __init__(self, plan: FieldPlan = FieldPlan()) -> None:
        """Sow nothing yet: a piece is made when it is first looked at."""
        self.plan = plan
        self.width_px = round(plan.width_m / PIXEL_M)
        self._piece = lru_cache(PIECES_KEPT)(self._make_piece)

    def ground(self, start_px: int, stop_px: int) -> Ground:
        """Return the rows start..stop of the strip."""
        pieces = range(start_px // PIECE_PX, -(-stop_px // PIECE_PX))
        made = [self._piece(piece) for piece in pieces]
        rows = slice(start_px - pieces.start * PIECE_PX, stop_px - pieces.start * PIECE_PX)
        return Ground(np.vstack([ground.pixels for ground in made])[rows],
                      np.vstack([ground.truth for ground in made])[rows])

    def plants(self, start_m: float, stop_m: float) -> tuple[Plant, ...]:
        """Return the plants whose centre lies between two places along the strip."""
        first, last = (int(place // (PIECE_PX * PIXEL_M)) for place in (start_m, stop_m))
        return tuple(
            plant for piece in range(first - 1, last + 2)
            for plant in plants_of_piece(self.plan, piece) if start_m <= plant.x_m < stop_m
        )

    def _make_piece(self, piece: int) -> Ground:
        bare = soil_piece(self.plan.seed, piece, self.width_px, self.plan.straw_per_m2)
        plants = [plant for neighbour in (piece - 1, piece, piece + 1)
                  for plant in plants_of_piece(self.plan, neighbour)]
        pixels, truth = paint_plants(bare, plants, self.plan.seed, piece)
        return Ground(self._light(pixels, piece), truth)

    def _light(self, pixels: np.ndarray, piece: int) -> np.ndarray:
        drift = smooth_noise(self.plan.seed, 'light', piece, self.width_px, 256, 0)
        sun = smooth_noise(self.plan.seed, 'sun', piece, self.width_px, 256, 0)
        sun += 0.12 * smooth_noise(self.plan.seed, 'shade edge', piece, self.width_px, 32, 0)
        sun = np.clip(0.5 + 7.0 * (sun + 0.9), 0.0, 1.0)
        light = SKY_LIGHT + (1.0 - SKY_LIGHT) * sun[..., None]
        light *= (1.0 + 0.08 * drift)[..., None]
        return (pixels * light).clip(0.0, 255.0).astype(np.uint8)
