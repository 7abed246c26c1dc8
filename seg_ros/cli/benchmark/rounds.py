# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Time two ways of one thing turn by turn, so that a busy moment of the machine meets both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import numpy as np

from seg_ros.errors import SegRosError

Act = Callable[[], object]
BATCHES = 5


class LeftOut(SegRosError):
    """A figure that cannot be measured here, and why."""


@dataclass(frozen=True)
class Figure:
    """A measured figure: the median of its rounds, and their spread."""

    median: float
    lowest: float
    highest: float


def figure(values: Iterable[float]) -> Figure:
    """Return median and spread of at least one value."""
    values = sorted(values)
    return Figure(median(values), values[0], values[-1])


def p95_figure(values: Iterable[float]) -> Figure:
    """Return median and spread of the 95th percentiles of five equal parts, in order of time."""
    parts = np.array_split(np.array(list(values)), BATCHES)
    return figure(float(np.percentile(part, 95)) for part in parts if len(part))


def seconds(act: Act) -> float:
    """Return how long the act took."""
    start = perf_counter()
    act()
    return perf_counter() - start


def ratio(ours: Act, reference: Act, rounds: int) -> Figure:
    """Return our time over the reference's, round by round; a first round warms up, uncounted."""
    pairs = [(seconds(ours), seconds(reference)) for _ in range(rounds + 1)]
    return figure(our / other for our, other in pairs[1:])
