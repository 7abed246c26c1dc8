# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Distortions in the names and counts that drivers send."""

from __future__ import annotations

import pytest

from seg_ros.errors import CalibrationError
from seg_ros.ros.conversions.distortion import read_distortion

FIVE = (0.1, -0.2, 0.01, 0.02, 0.3)
EIGHT = (*FIVE, 0.4, 0.5, 0.6)
RATIONAL = 'rational_polynomial'


@pytest.mark.parametrize(
    'name, coefficients, model, expected',
    [
        ('plumb_bob', FIVE, 'plumb_bob', FIVE),
        ('plumb_bob', (*FIVE, 0.0, 0.0, 0.0), 'plumb_bob', FIVE),
        ('plumb_bob', (*FIVE, *(0.0,) * 7), 'plumb_bob', FIVE),
        ('plumb_bob', (*FIVE, *(0.0,) * 9), 'plumb_bob', FIVE),
        ('plumb_bob', FIVE[:2], 'plumb_bob', (*FIVE[:2], 0.0, 0.0)),
        ('plumb_bob', (0.0,) * 8, 'plumb_bob', ()),
        ('plumb_bob', EIGHT, RATIONAL, EIGHT),
        ('plumb_bob', (*EIGHT, *(0.1,) * 4), RATIONAL, (*EIGHT, *(0.1,) * 4)),
        ('plumb_bob', (*EIGHT, *(0.1,) * 6), RATIONAL, (*EIGHT, *(0.1,) * 6)),
        (RATIONAL, FIVE, RATIONAL, (*FIVE, 0.0, 0.0, 0.0)),
        ('equidistant', (*FIVE[:4], 0.0), 'equidistant', FIVE[:4]),
        ('equidistant', (*FIVE[:4], *(0.0,) * 4), 'equidistant', FIVE[:4]),
        ('fisheye', FIVE[:4], 'fisheye', FIVE[:4]),
        ('none', (0.0,) * 5, 'none', ()),
        ('', (), '', ()),
        ('plumb bob', FIVE, 'plumb_bob', FIVE),
        ('Plumb-Bob', FIVE, 'plumb_bob', FIVE),
        ('Brown Conrady', FIVE, 'plumb_bob', FIVE),
        ('brown_conrady', FIVE, 'plumb_bob', FIVE),
        ('kannala_brandt4', FIVE[:4], 'equidistant', FIVE[:4]),
        ('Kannala Brandt4', FIVE[:4], 'equidistant', FIVE[:4]),
        ('Rational Polynomial', EIGHT, RATIONAL, EIGHT),
    ],
)
def test_what_drivers_send_is_read(name, coefficients, model, expected) -> None:
    lens = read_distortion(name, coefficients)
    assert (lens.model, lens.coefficients) == (model, expected)


@pytest.mark.parametrize(
    'name, coefficients, pattern',
    [
        ('bent', FIVE, "must be one of none, plumb_bob, .*got 'bent'"),
        ('none', FIVE, 'none must be 0 numbers, got 5'),
        ('equidistant', FIVE, 'equidistant must be 4 numbers, got 5'),
        ('plumb_bob', (0.1,) * 15, '8 or 12 or 14 numbers, got 15'),
        ('plumb_bob', (float('nan'),), 'must be finite'),
    ],
)
def test_what_nobody_can_mean_is_refused(name, coefficients, pattern) -> None:
    with pytest.raises(CalibrationError, match=pattern):
        read_distortion(name, coefficients)
