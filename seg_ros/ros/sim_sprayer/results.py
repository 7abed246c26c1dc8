# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What the sprayer node leaves of a drive, and its last word."""

import json
from pathlib import Path

from seg_ros.ros.sim_sprayer.watchdog import Watchdog
from seg_ros.sim.scenario import Scenario
from seg_ros.sim.scoring.patch_evaluation import PatchEvaluation
from seg_ros.sim.scoring.records import figures_of, Records
from seg_ros.sim.sprayer import Behind, SimSprayer


class SimResults:
    """The records of a drive in a folder, if one was named, and its figures in a line."""

    def __init__(
        self, trial: Scenario, sprayer: SimSprayer, judge: PatchEvaluation, folder: str
    ) -> None:
        """Begin the files; OSError where they cannot be written."""
        self._sprayer, self._judge, self._folder = sprayer, judge, Path(folder)
        self._records = Records(self._folder, trial) if folder else None

    def add(self, behind: Behind) -> None:
        """Append what is over."""
        if self._records is not None:
            self._records.add(behind)

    def close(self, watch: Watchdog, is_complete: bool) -> str:
        """End the files, with what happened in times of silence, and return the figures."""
        score, patches = self._sprayer.score(), self._judge.figures()
        if self._records is not None:
            self._records.close(score, patches)
            path = self._folder / 'score.json'
            known = {
                **json.loads(path.read_text()),
                'complete': is_complete,
                'silences': watch.silences,
                'sprayed_while_stale_s': watch.open_s,
            }
            path.write_text(json.dumps(known, indent=2) + '\n')
        return ', '.join(
            f'{name} {"-" if value is None else format(value, ".4g")}'
            for name, value in figures_of(score, patches).items()
        )
