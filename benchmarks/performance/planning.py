# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""All that is done with a mask of weeds, from finding patches to runs for the nozzles."""

from collections.abc import Iterator

import cv2
import numpy as np

from benchmarks.bench.patches import flat_ground
from benchmarks.bench.scenes import photo
from benchmarks.bench.steps import VGA
from benchmarks.performance.pages import grouped, spread, table
from seg_ros.cli.rounds import ratio
from seg_ros.datatypes import MaskFrame, Pose2D
from seg_ros.parameters import PatchTrackerParameters
from seg_ros.patches.patch_tracker import PatchTracker
from seg_ros.patches.tracker_setup import TrackerSetup

WEED, CROP = 1, 2
FIELDS = ((100, 7), (300, 7), (1000, 7), (100, 21), (300, 21))
"""How many patches, and how many pixels wide each."""


def measure(rounds: int) -> Iterator[dict]:
    """Yield the time of a plan, patches known from the image before, over finding what is one."""
    parameters = PatchTrackerParameters(min_area_cm2=0.0, closing_mm=0.0)
    setup = TrackerSetup(parameters, flat_ground(VGA))
    for _ in range(rounds):
        for count, width_px in FIELDS:
            class_map = field(count, width_px)
            mask, confidence = cv2.inRange(class_map, WEED, WEED), photo(*VGA)[:, :, 0].copy()
            frame = MaskFrame(mask, 0.0, Pose2D(0.0, 0.0), class_map, confidence)
            for crops in (False, True):
                planner = PatchTracker(setup, (CROP,) if crops else ())
                yield {
                    'patches': count,
                    'width_px': width_px,
                    'crops': crops,
                    'time': ratio(
                        lambda: planner.plan(frame),
                        lambda: cv2.connectedComponentsWithStats(mask, connectivity=8),
                        20,
                    ).median,
                }


def field(count: int, width_px: int) -> np.ndarray:
    """Return a class map with so many weeds and a quarter as many crops, none touching another."""
    random = np.random.default_rng(0)
    height, width = VGA
    cell_px = int((height * width / (1.3 * count)) ** 0.5)
    cells = np.indices((height // cell_px, width // cell_px)).reshape(2, -1).T
    plants = random.permutation(cells)[: count + count // 4] * cell_px + cell_px // 2
    class_map = np.zeros(VGA, np.uint8)
    for number, (row, column) in enumerate(plants.tolist()):
        kind = WEED if number < count else CROP
        cv2.circle(class_map, (column, row), width_px // 2, kind, cv2.FILLED)
    return class_map


def tables(rows: list[dict]) -> dict[str, str]:
    """Return the table, which is the only one."""
    return {
        'planning': table(
            ('patches', 'pixels wide', 'plan', 'plan that protects crops'),
            [
                (
                    str(count),
                    str(width_px),
                    *(
                        spread([row for row in own if row['crops'] == crops], 'time')
                        for crops in (False, True)
                    ),
                )
                for (count, width_px), own in grouped(rows, 'patches', 'width_px').items()
            ],
        )
    }
