# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Masks wait for the parts that are published, and no longer than until the next mask."""

import pytest

from seg_ros.ros.base.synchronizer import Synchronizer

PARTS = ('class_map', 'confidence')


def released(parts: tuple[str, ...], arrivals: str) -> list[str]:
    """
    Return what comes out when messages arrive, each written as name and stamp: `m1 k1`.

    m is the mask, k the class map, c the confidence.
    """
    names = {'m': 'mask', 'k': 'class_map', 'c': 'confidence'}
    match, sets = Synchronizer(), []
    match.expected = frozenset(parts)
    for arrival in arrivals.split():
        sets += match.put(names[arrival[0]], int(arrival[1:]), arrival)
    return [' '.join(sorted(together.values(), reverse=True)) for together in sets]


@pytest.mark.parametrize(
    'parts, arrivals, expected',
    [
        ((), 'm1 m2', ['m1', 'm2']),
        (PARTS, 'm1 k1 c1', ['m1 k1 c1']),
        (PARTS, 'c1 k1 m1', ['m1 k1 c1']),
        (PARTS, 'm1 k1', []),
        (PARTS, 'm1 k1 m2', ['m1 k1']),
        (PARTS, 'm1 k2 c2 m2', ['m1', 'm2 k2 c2']),
        (PARTS[:1], 'm1 m2 k1 k2', ['m1', 'm2 k2']),
        (PARTS[:1], 'k1 m1 m1 m2', ['m1 k1', 'm1 k1']),
    ],
)
def test_what_is_released(parts, arrivals, expected) -> None:
    assert released(parts, arrivals) == expected


def test_parts_without_a_mask_are_not_kept_for_ever() -> None:
    many = ' '.join(f'k{stamp}' for stamp in range(20))
    assert released(PARTS[:1], f'{many} m0 m19') == ['m0', 'm19 k19']


def test_a_part_that_appears_later_is_waited_for_from_then_on() -> None:
    match = Synchronizer()
    assert match.put('mask', 1, 'm1') == [{'mask': 'm1'}]
    match.expected = frozenset({'class_map'})
    assert match.put('mask', 2, 'm2') == []
    assert match.put('class_map', 2, 'k2') == [{'mask': 'm2', 'class_map': 'k2'}]
