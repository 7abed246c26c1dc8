# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Missing packages are named in one line."""

import pytest

from seg_ros.errors import InputError
from seg_ros.training.optional_dependencies import require


def test_installed_packages_raise_nothing() -> None:
    require('numpy', 'yaml')


def test_missing_packages_are_named_with_the_command_to_install_them() -> None:
    with pytest.raises(InputError, match='^nowhere_to_be_found must .*pip install nowhere_to_be'):
        require('numpy', 'nowhere_to_be_found')
