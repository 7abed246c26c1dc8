# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""The packages that only training needs, asked for in one line when they are not there."""

from importlib.util import find_spec

from seg_ros.errors import InputError


def require(*packages: str) -> None:
    """Raise InputError, saying what to install, unless all these packages are there."""
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise InputError(
            f'{" and ".join(missing)} must be installed for this, which is not so: '
            f'pip install {" ".join(missing)}'
        )
