# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Time two ways of one thing turn by turn, so that a busy moment of the machine meets both."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from seg_ros.errors import SegRosError

Act = Callable[[], object]


class LeftOut(SegRosError):
    """A figure that cannot be measured here, and why."""


@dataclass(frozen=True)
class Figure:
    """A measured figure: the values of its rounds, at least one; their median and spread."""

    values: tuple[float, ...]

    def __add__(self, later: 'Figure') -> 'Figure':
        """Return the figure of the rounds of both."""
        return Figure(self.values + later.values)

    @property
    def median(self) -> float:
        """Return the value in the middle."""
        return median(self.values)

    @property
    def lowest(self) -> float:
        """Return the lowest value."""
        return min(self.values)

    @property
    def highest(self) -> float:
        """Return the highest value."""
        return max(self.values)


def seconds(act: Act) -> float:
    """Return how long the act took."""
    start = perf_counter()
    act()
    return perf_counter() - start


def ratio(ours: Act, reference: Act, rounds: int) -> Figure:
    """Return our time over the reference's, round by round; a first round warms up, uncounted."""
    pairs = [(seconds(ours), seconds(reference)) for _ in range(rounds + 1)]
    return Figure(tuple(our / other for our, other in pairs[1:]))
