# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""One line of diagnosis."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One line of diagnosis: `ok`, `warn` or `error`, what was checked, and what to do."""

    level: str
    name: str
    message: str

    def __post_init__(self) -> None:
        """Check the level."""
        if self.level not in ('ok', 'warn', 'error'):
            raise ValueError(f'level must be ok, warn or error, got {self.level!r}')
