# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What is missing is said in one line."""

import pytest

from seg_ros.errors import InputError
from seg_ros.training.optional_dependencies import require


def test_what_is_there_is_no_matter() -> None:
    require('numpy', 'yaml')


def test_what_is_missing_is_named_with_the_remedy() -> None:
    with pytest.raises(InputError, match='^nowhere_to_be_found must .*pip install nowhere_to_be'):
        require('numpy', 'nowhere_to_be_found')
