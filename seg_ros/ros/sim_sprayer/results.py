# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The files that the sprayer node writes about a drive, and its summary line."""

import json
from pathlib import Path

from seg_ros.atomic_files import write_text
from seg_ros.ros.sim_sprayer.watchdog import Watchdog
from seg_ros.sim.scenario import Scenario
from seg_ros.sim.scoring.patch_evaluation import PatchEvaluation
from seg_ros.sim.scoring.records import figures_of, Records
from seg_ros.sim.sprayer import Completed, SimSprayer


class SimResults:
    """The files of a drive in a folder, if there is one, and the summary line."""

    def __init__(
        self, scenario: Scenario, sprayer: SimSprayer, evaluation: PatchEvaluation, folder: str
    ) -> None:
        """Create the files; OSError where they cannot be written."""
        self._sprayer, self._evaluation, self._folder = sprayer, evaluation, Path(folder)
        self._records = Records(self._folder, scenario) if folder else None

    def add(self, completed: Completed) -> None:
        """Append completed events and sections."""
        if self._records is not None:
            self._records.add(completed)

    def close(self, watchdog: Watchdog, is_complete: bool) -> str:
        """Complete the files, with the figures of stale input, and return the summary line."""
        score, patches = self._sprayer.score(), self._evaluation.figures()
        if self._records is not None:
            self._records.close(score, patches)
            path = self._folder / 'score.json'
            content = {
                **json.loads(path.read_text()),
                'complete': is_complete,
                'silences': watchdog.silences,
                'sprayed_while_stale_s': watchdog.open_s,
            }
            write_text(path, json.dumps(content, indent=2) + '\n')
        return ', '.join(
            f'{name} {"-" if value is None else format(value, ".4g")}'
            for name, value in figures_of(score, patches).items()
        )
