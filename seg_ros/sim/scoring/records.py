# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Files of a drive: figures, as-applied log and images of the strip."""

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
"""The figures of a drive, see SprayScore and PatchFigures."""


def figures_of(score: SprayScore, patches: PatchFigures) -> dict[str, float | None]:
    """Return the figures by name, ready for JSON."""
    figures = {**asdict(score), **asdict(patches)}
    return {name: figures[name] for name in FIGURES}


class Records:
    """A folder with as_applied.*, strip_*.png and score.json, written during a drive."""

    def __init__(self, folder: Path, scenario: Scenario) -> None:
        """Create the files; OSError where they cannot be written."""
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
        """Complete the files; score.json also has the counts from which shares are computed."""
        self._log.close()
        self._images.close()
        content = {
            **figures_of(score, patches),
            'weeds_per_m2': score.weeds_per_m2,
            'patches': {'judged': patches.regions, 'measured': patches.measured},
            'counts': asdict(score.counts),
        }
        write_text(self._folder / 'score.json', json.dumps(content, indent=2) + '\n')
