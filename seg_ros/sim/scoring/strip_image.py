# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Images of the strip behind the boom, with sprayed ground and outlines of plants."""

from pathlib import Path

import cv2
import numpy as np

from seg_ros.sim.scoring.score import ScoredSection
from seg_ros.sim.world.ground_strip import CROP, WEED
from seg_ros.sim.world.world import World

SECTIONS_PER_LINE, LINES = 3, 4
GAP_PX = 8

SPRAY = (255, 140, 40)
WEED_LINE, CROP_LINE = (60, 230, 60), (255, 255, 255)
MISSED_LINE, UNREACHABLE_LINE = (40, 40, 255), (0, 170, 255)


def render_section(world: World, section: ScoredSection) -> np.ndarray:
    """
    Return a section as (H, W, 3) uint8 bgr, 2 mm per pixel, travel direction to the right.

    Sprayed ground is blue; outlines of weeds are green, of missed ones red, of unreachable
    ones orange, and outlines of crops white.
    """
    window = section.window
    rows = window.rows
    image = world.ground(window.start_px, window.stop_px).pixels.copy()
    owners, truth = window.owners[rows], window.truth[rows]
    sprayed = window.sprayed[rows]
    image[sprayed] = (0.6 * image[sprayed] + 0.4 * np.array(SPRAY, np.float32)).astype(np.uint8)
    for which, color in (
        (truth == WEED, WEED_LINE),
        (truth == CROP, CROP_LINE),
        (np.isin(owners, section.unreachable), UNREACHABLE_LINE),
        (np.isin(owners, section.missed), MISSED_LINE),
    ):
        outlines = cv2.findContours(
            which.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
        )[0]
        cv2.drawContours(image, outlines, -1, color, 2)
    size = (max(1, image.shape[0] // 2), max(1, image.shape[1] // 2))
    return cv2.resize(image.transpose(1, 0, 2), size, interpolation=cv2.INTER_AREA)


class StripImages:
    """Images of the strip in a folder, of 12 m each: strip_000.png, strip_012.png, ..."""

    def __init__(self, folder: Path, world: World) -> None:
        """Start empty, and remove the images of an earlier drive."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._world = folder, world
        # An earlier drive may have been longer; other files are kept.
        start_m = 0
        while (old := self._path(start_m)).exists():
            old.unlink()
            start_m += SECTIONS_PER_LINE * LINES
        self._rendered: list[np.ndarray] = []
        self._start_px = 0

    def add(self, section: ScoredSection) -> None:
        """Append a section, and write the image when it is complete."""
        if not self._rendered:
            self._start_px = section.window.start_px
        self._rendered.append(render_section(self._world, section))
        if len(self._rendered) == SECTIONS_PER_LINE * LINES:
            self.close()

    def close(self) -> None:
        """Write the last image, if there are sections that are not written."""
        if not self._rendered:
            return
        lines = [
            np.hstack(self._rendered[first : first + SECTIONS_PER_LINE])
            for first in range(0, len(self._rendered), SECTIONS_PER_LINE)
        ]
        width_px = max(line.shape[1] for line in lines)
        image = np.vstack(
            [
                cv2.copyMakeBorder(
                    line, 0, GAP_PX, 0, width_px - line.shape[1], cv2.BORDER_CONSTANT
                )
                for line in lines
            ]
        )
        self._path(self._start_px // 1000).write_bytes(cv2.imencode('.png', image)[1].tobytes())
        self._rendered = []

    def _path(self, start_m: int) -> Path:
        return self._folder / f'strip_{start_m:03}.png'
