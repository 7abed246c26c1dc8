# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The score of a drive by ground truth, computed section by section behind the boom."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from seg_ros.sim.scenario import Scenario
from seg_ros.sim.scoring.counts import count_window, Counts, plants_in
from seg_ros.sim.scoring.regions import closing_px, needed_openings
from seg_ros.sim.scoring.score_window import CELL_PX, ScoreWindow, sprayed_mask
from seg_ros.sim.valves import ValveEvent
from seg_ros.sim.world.ground_strip import PIXEL_M

SECTION_PX, AROUND_PX = 1000, 300


@dataclass(frozen=True)
class SprayScore:
    """
    The figures of a drive; shares are 0..1.

    `weeds_hit` is the share of reachable weeds of which at least 80 % was sprayed and
    `weed_area_hit` the sprayed share of their area, None where there are none. A weed is reachable
    if there is no crop in the cells that cover it, which are one lane wide and 10 mm long;
    `unreachable` is the share of the other weeds. `crops_touched` is the share of crops with more
    than 1 cm2 sprayed. Plants count that are completely under the boom and on the field.
    `sprayed_fraction` is the sprayed share of the ground under the boom, `saving` the rest, and
    `saving_best` the saving if exactly the cells with a pixel of a reachable weed were sprayed.
    `late` is the number of patches one of whose first runs was already due when it was received,
    `missed` the number of reachable weeds that were not hit. `openings` is the number of valve
    openings per needed one (see `regions.needed_openings`). `stray` is the share of sprayed ground
    more than 5 cm from any weed.
    """

    weeds_hit: float | None
    weed_area_hit: float | None
    crops_touched: float
    unreachable: float
    sprayed_fraction: float
    saving: float
    saving_best: float
    late: int
    missed: int
    openings: float
    stray: float
    weeds_per_m2: float
    counts: Counts


@dataclass(frozen=True, eq=False)
class ScoredSection:
    """A scored section: its window, and the numbers of its missed and unreachable weeds."""

    window: ScoreWindow
    missed: np.ndarray
    unreachable: np.ndarray


class Scorer:
    """Scores sections when they are behind the boom, so that memory use stays small."""

    def __init__(self, scenario: Scenario) -> None:
        """Start at the beginning of the field."""
        self._world, self._boom = scenario.world, scenario.boom
        self._length_px = round(scenario.counted[1] / PIXEL_M)
        tracker = scenario.tracker_parameters
        self._closing_px = closing_px(tracker.closing_mm)
        self._min_area_px = tracker.min_area_cm2 * 1e-4 / PIXEL_M**2
        self._next_px = 0
        self._events: list[ValveEvent] = []
        self._opened = 0
        self._counts = Counts()

    def add(self, event: ValveEvent) -> None:
        """Add an opening that has ended."""
        self._events.append(event)
        self._opened += int(0.0 <= event.start_m < self._length_px * PIXEL_M)

    def score_sections(
        self, position_m: float, running: list[ValveEvent]
    ) -> Iterator[ScoredSection]:
        """Score and yield the sections that are completely behind the boom."""
        while self._next_px < self._length_px:
            stop_px = min(self._next_px + SECTION_PX, self._length_px)
            if position_m < (stop_px + AROUND_PX) * PIXEL_M:
                return
            yield self._score_section(stop_px, running)
            self._next_px = stop_px
            behind_m = (stop_px - AROUND_PX) * PIXEL_M
            self._events = [event for event in self._events if event.stop_m > behind_m]

    def _score_section(self, stop_px: int, running: list[ValveEvent]) -> ScoredSection:
        top_px = self._next_px - AROUND_PX
        bottom_px = -(-(stop_px + AROUND_PX) // CELL_PX) * CELL_PX
        truth, owners = self._world.truth(top_px, bottom_px)
        sprayed = sprayed_mask([*self._events, *running], self._boom, top_px, truth.shape)
        window = ScoreWindow(self._next_px, stop_px, top_px, truth, owners, sprayed, self._boom)
        plants = plants_in(window)
        self._counts += count_window(window, plants, self._length_px)
        self._counts += Counts(needs=needed_openings(window, self._closing_px, self._min_area_px))
        weeds = ~plants.is_crop & ~plants.beside
        return ScoredSection(
            window,
            plants.numbers[weeds & ~plants.blocked & ~plants.is_hit],
            plants.numbers[weeds & plants.blocked],
        )

    def score(self, late: int) -> SprayScore:
        """Return the figures of all sections scored so far."""
        counts = self._counts

        def share(part: int, whole: int) -> float:
            return part / whole if whole else 0.0

        sprayed = share(counts.sprayed_px, counts.ground_px)
        return SprayScore(
            weeds_hit=share(counts.hit, counts.reachable) if counts.reachable else None,
            weed_area_hit=(
                share(counts.reachable_sprayed_px, counts.reachable_px)
                if counts.reachable
                else None
            ),
            crops_touched=share(counts.touched, counts.crops),
            unreachable=share(counts.weeds - counts.reachable, counts.weeds),
            sprayed_fraction=sprayed,
            saving=1.0 - sprayed,
            saving_best=1.0 - share(counts.needed_px, counts.ground_px),
            late=late,
            missed=counts.reachable - counts.hit,
            openings=share(self._opened, counts.needs),
            stray=share(counts.stray_px, counts.sprayed_px),
            weeds_per_m2=share(counts.weeds, counts.ground_px) / PIXEL_M**2,
            counts=counts,
        )
