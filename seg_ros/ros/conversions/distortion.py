# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The distortion of a CameraInfo, in the names and counts of coefficients that drivers send."""

from seg_ros.geometry.distortion import COEFFICIENT_COUNTS, Distortion

_ALIASES = {
    'brown_conrady': 'plumb_bob',
    'kannala_brandt': 'equidistant',
    'kannala_brandt4': 'equidistant',
}


def read_distortion(name: str, coefficients: tuple[float, ...]) -> Distortion:
    """
    Return the distortion that a driver means by `distortion_model` and D.

    Case, spaces and hyphens of the name do not matter, nor do zeros at the end of D. More than
    five coefficients of plumb_bob are those of rational_polynomial, which begins with the same.
    Raises CalibrationError on other models and counts.
    """
    model = name.strip().lower().replace(' ', '_').replace('-', '_')
    model = _ALIASES.get(model, model)
    used = len(coefficients)
    while used and coefficients[used - 1] == 0.0:
        used -= 1
    if model == 'plumb_bob' and used > max(COEFFICIENT_COUNTS[model]):
        model = 'rational_polynomial'
    counts = COEFFICIENT_COUNTS.get(model, ())
    if len(coefficients) not in counts:
        count = min((each for each in counts if each >= used), default=used)
        coefficients = (coefficients + (0.0,) * count)[:count]
    return Distortion(model, coefficients)
