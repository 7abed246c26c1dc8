# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Time two functions alternately, so that other load on the machine affects both."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from seg_ros.errors import SegRosError

Act = Callable[[], object]


class LeftOut(SegRosError):
    """Raised with the reason when a figure cannot be measured on this machine."""


@dataclass(frozen=True)
class Figure:
    """A measured figure: the values of one or more rounds, their median and range."""

    values: tuple[float, ...]

    def __add__(self, later: 'Figure') -> 'Figure':
        """Return a figure with the rounds of both."""
        return Figure(self.values + later.values)

    @property
    def median(self) -> float:
        """Return the median of the values."""
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
    """Return the run time of a function in seconds."""
    start = perf_counter()
    act()
    return perf_counter() - start


def ratio(measured: Act, reference: Act, rounds: int) -> Figure:
    """Return the ratio of the run times in each round, after one round of warm-up."""
    pairs = [(seconds(measured), seconds(reference)) for _ in range(rounds + 1)]
    return Figure(tuple(first / second for first, second in pairs[1:]))
