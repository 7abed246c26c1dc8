# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a node says of its own health, before it becomes a message."""

from dataclasses import dataclass

from seg_ros.datatypes import Finding

SEVERITY = ('ok', 'warn', 'error')


@dataclass(frozen=True)
class Report:
    """One concern: what was found, and figures beside it as (name, value)."""

    name: str
    findings: tuple[Finding, ...]
    values: tuple[tuple[str, str], ...] = ()

    @property
    def level(self) -> str:
        """Return the worst level found: `ok`, `warn` or `error`."""
        return max((finding.level for finding in self.findings), key=SEVERITY.index, default='ok')

    @property
    def message(self) -> str:
        """Return the words of the findings of that level."""
        return '; '.join(
            f'{finding.name}: {finding.message}'
            for finding in self.findings
            if finding.level == self.level
        )
