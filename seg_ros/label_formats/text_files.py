# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""Text files of an export."""

from pathlib import Path

from seg_ros.errors import InputError


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8, with or without a mark; InputError naming the file."""
    try:
        return path.read_text('utf-8-sig')
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f'{path} must be readable text in UTF-8: {error}') from None
