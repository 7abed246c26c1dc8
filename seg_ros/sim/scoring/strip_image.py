# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A picture of the strip behind the boom: what was weed and crop, sprayed and missed."""

from pathlib import Path

import cv2
import numpy as np

from seg_ros.sim.scoring.score import Settled
from seg_ros.sim.world.ground_strip import CROP, WEED
from seg_ros.sim.world.world import World

STRETCHES_A_LINE, LINES = 3, 4
GAP_PX = 8

SPRAY = (255, 140, 40)
WEED_LINE, CROP_LINE = (60, 230, 60), (255, 255, 255)
MISSED_LINE, UNREACHABLE_LINE = (40, 40, 255), (0, 170, 255)


def paint(world: World, settled: Settled) -> np.ndarray:
    """
    Return a stretch as (H, W, 3) uint8 bgr, 2 mm to the pixel, travelling to the right.

    Sprayed ground is blue; outlines are green round weeds, red round those that were missed,
    orange round those that stand too near to crops, and white round crops.
    """
    window = settled.window
    rows = window.rows
    picture = world.ground(window.start_px, window.stop_px).pixels.copy()
    owners, truth = window.owners[rows], window.truth[rows]
    wet = window.sprayed[rows]
    picture[wet] = (0.6 * picture[wet] + 0.4 * np.float32(SPRAY)).astype(np.uint8)
    for which, color in (
        (truth == WEED, WEED_LINE),
        (truth == CROP, CROP_LINE),
        (np.isin(owners, settled.unreachable), UNREACHABLE_LINE),
        (np.isin(owners, settled.missed), MISSED_LINE),
    ):
        outlines = cv2.findContours(
            which.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
        )[0]
        cv2.drawContours(picture, outlines, -1, color, 2)
    size = (max(1, picture.shape[0] // 2), max(1, picture.shape[1] // 2))
    return cv2.resize(picture.transpose(1, 0, 2), size, interpolation=cv2.INTER_AREA)


class StripPictures:
    """Pictures of the strip in a folder, of 12 m each: strip_000.png, strip_012.png, ..."""

    def __init__(self, folder: Path, world: World) -> None:
        """Begin with an empty picture."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._world = folder, world
        # A longer drive may have left more of them; other files are not ours.
        place_m = 0
        while (old := self._path(place_m)).exists():
            old.unlink()
            place_m += STRETCHES_A_LINE * LINES
        self._painted: list[np.ndarray] = []
        self._start_px = 0

    def add(self, settled: Settled) -> None:
        """Append a stretch, and write the picture when it is full."""
        if not self._painted:
            self._start_px = settled.window.start_px
        self._painted.append(paint(self._world, settled))
        if len(self._painted) == STRETCHES_A_LINE * LINES:
            self.close()

    def close(self) -> None:
        """Write what there is."""
        if not self._painted:
            return
        lines = [
            np.hstack(self._painted[place : place + STRETCHES_A_LINE])
            for place in range(0, len(self._painted), STRETCHES_A_LINE)
        ]
        width_px = max(line.shape[1] for line in lines)
        picture = np.vstack(
            [
                cv2.copyMakeBorder(
                    line, 0, GAP_PX, 0, width_px - line.shape[1], cv2.BORDER_CONSTANT
                )
                for line in lines
            ]
        )
        self._path(self._start_px // 1000).write_bytes(cv2.imencode('.png', picture)[1])
        self._painted = []

    def _path(self, place_m: int) -> Path:
        return self._folder / f'strip_{place_m:03}.png'
