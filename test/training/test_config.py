# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The parameters of a run are checked."""

import pytest

from seg_ros.errors import ParameterError
from seg_ros.training.config import TrainingConfig


@pytest.mark.parametrize(
    'values',
    [
        {'net': 'alexnet'},
        {'stride': '4'},
        {'batch': 1},
        {'rate': 0.0},
        {'zoom': 0.5},
        {'class_weights': 'all'},
        {'steps': 1.5},
    ],
)
def test_a_value_out_of_range_is_refused_by_name(values: dict) -> None:
    with pytest.raises(ParameterError, match=next(iter(values))):
        TrainingConfig(**values)
