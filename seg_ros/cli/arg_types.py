# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Types of options for argparse."""

import argparse
from math import inf, nan


def positive(text: str) -> int:
    """Return an integer of at least 1."""
    return _at_least(1, text)


def not_negative(text: str) -> int:
    """Return an integer of at least 0."""
    return _at_least(0, text)


def not_negative_number(text: str) -> float:
    """Return a finite number of at least 0."""
    value = _number(text)
    if not 0.0 <= value < inf:
        raise argparse.ArgumentTypeError(f'expected a number of at least 0, got {text!r}')
    return value


def share(text: str) -> float:
    """Return a number from 0 to 1."""
    value = _number(text)
    if not 0.0 <= value <= 1.0:
        raise argparse.ArgumentTypeError(f'expected a number from 0 to 1, got {text!r}')
    return value


def class_cost(text: str) -> tuple[str, float]:
    """Return class name and cost, a finite number above 0, of NAME=X."""
    name, _, number = text.rpartition('=')
    cost = _number(number)
    if not name or not 0.0 < cost < inf:
        raise argparse.ArgumentTypeError(
            f'expected CLASS=X with a number above 0, such as crop=3, got {text!r}'
        )
    return name, cost


def _number(text: str) -> float:
    """Return a number, or NaN, which is in no range, where the text is none."""
    try:
        return float(text)
    except ValueError:
        return nan


def _at_least(lowest: int, text: str) -> int:
    try:
        count = int(text)
    except ValueError:
        count = lowest - 1
    if count < lowest:
        raise argparse.ArgumentTypeError(f'expected an integer of at least {lowest}, got {text!r}')
    return count
