# SPDX-FileCopyrightText: 2026 The seg_ros authors
# SPDX-License-Identifier: Apache-2.0
"""What a knob is: default, range, one sentence of help, and whether it turns while running."""

from dataclasses import dataclass, Field, field, fields
from typing import Any

from seg_ros.errors import ParameterError


@dataclass(frozen=True)
class ParameterSpec:
    """What a setting tells about itself beside its name, type and default."""

    help: str
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    live: bool = False

    def check(self, name: str, value: Any) -> None:
        """Raise ParameterError when the value is out of range or not among the choices."""
        if self.choices and value not in self.choices:
            raise ParameterError(f'{name} must be one of {", ".join(self.choices)}, got {value!r}')
        if self.low is not None and not self.low <= value <= self.high:
            raise ParameterError(f'{name} must be {self.low} to {self.high}, got {value}')


def spec_of(known: Field) -> ParameterSpec:
    """Return what a parameters field tells about itself."""
    return known.metadata['knob']


def setting(default: Any, knob: ParameterSpec) -> Any:
    """Return a field of a parameters class: its default and its knob."""
    return field(default=default, metadata={'knob': knob})


def check_ranges(parameters: Any) -> None:
    """Raise ParameterError unless every value has its type and lies in its range."""
    for known in fields(parameters):
        value = getattr(parameters, known.name)
        items = value if isinstance(value, tuple) else ()
        if type(value) is not type(known.default) or not all(type(i) is str for i in items):
            expected = type(known.default).__name__.replace('tuple', 'list of strings')
            raise ParameterError(f'{known.name} must be a {expected}, got {value!r}')
        spec_of(known).check(known.name, value)
