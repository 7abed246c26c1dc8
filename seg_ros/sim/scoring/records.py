# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Files about a drive: its figures, the as-applied log and images of the strip."""

from dataclasses import asdict
import json
from pathlib import Path

from seg_ros.atomic_files import write_text
from seg_ros.sim.scenario import Scenario
from seg_ros.sim.scoring.as_applied import AsAppliedLog
from seg_ros.sim.scoring.patch_evaluation import PatchFigures
from seg_ros.sim.scoring.score import SprayScore
from seg_ros.sim.scoring.strip_image import StripImages
from seg_ros.sim.sprayer import Completed

FIGURES = (
    'weeds_hit',
    'weed_area_hit',
    'crops_touched',
    'unreachable',
    'sprayed_fraction',
    'saving',
    'saving_best',
    'late',
    'missed',
    'openings',
    'stray',
    'one_id_per_patch',
    'area_error_p95',
    'centre_error_p95_m',
)
"""The figures of a drive, as SprayScore and PatchFigures explain them."""


def figures_of(score: SprayScore, patches: PatchFigures) -> dict[str, float | None]:
    """Return the figures by name, ready for JSON."""
    known = {**asdict(score), **asdict(patches)}
    return {name: known[name] for name in FIGURES}


class Records:
    """A folder that fills while a drive goes on: as_applied.*, strip_*.png and score.json."""

    def __init__(self, folder: Path, scenario: Scenario) -> None:
        """Begin the files; OSError where they cannot be written."""
        self._folder = folder
        self._log = AsAppliedLog(folder, scenario.boom)
        self._images = StripImages(folder, scenario.world)

    def add(self, completed: Completed) -> None:
        """Append completed events and sections."""
        for event in completed.events:
            self._log.add(event)
        for section in completed.sections:
            self._images.add(section)

    def close(self, score: SprayScore, patches: PatchFigures) -> None:
        """Finish the files; score.json also has the numbers behind the shares."""
        self._log.close()
        self._images.close()
        known = {
            **figures_of(score, patches),
            'weeds_per_m2': score.weeds_per_m2,
            'patches': {'judged': patches.regions, 'measured': patches.measured},
            'counts': asdict(score.counts),
        }
        write_text(self._folder / 'score.json', json.dumps(known, indent=2) + '\n')
