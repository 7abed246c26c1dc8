# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Packages that only training needs, and the error when they are not installed."""

from importlib.util import find_spec

from seg_ros.errors import InputError


def require(*packages: str) -> None:
    """Raise InputError with the command to install them unless all packages are installed."""
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise InputError(
            f'{" and ".join(missing)} must be installed, try: pip install {" ".join(missing)}'
        )
