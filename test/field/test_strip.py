# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""A plan checks itself."""

import pytest

from seg_ros.errors import SettingError
from seg_ros.field.strip import FieldPlan


@pytest.mark.parametrize('name, value', [
    ('seed', -1), ('width_m', 0.1), ('weeds_per_m2', float('nan')), ('row_spacing_m', -0.4),
])
def test_an_impossible_field_is_refused(name: str, value: float) -> None:
    with pytest.raises(SettingError, match=f'{name} of a field must be .*, got {value}'):
        FieldPlan(**{name: value})
