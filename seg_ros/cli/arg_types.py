# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Types of options for argparse."""

import argparse


def positive(text: str) -> int:
    """Return an integer of at least 1."""
    return _at_least(1, text)


def not_negative(text: str) -> int:
    """Return an integer of at least 0."""
    return _at_least(0, text)


def _at_least(lowest: int, text: str) -> int:
    try:
        count = int(text)
    except ValueError:
        count = lowest - 1
    if count < lowest:
        raise argparse.ArgumentTypeError(f'expected an integer of at least {lowest}, got {text!r}')
    return count
